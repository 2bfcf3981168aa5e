package lastgood.control.errand;

import java.time.Duration;

/// Does what may take long, so that who asks for it need not wait.
public interface Errands extends AutoCloseable {
    /// As soon as may be, beside everything else.
    void now(Runnable errand);

    /// Not before so long.
    void later(Duration wait, Runnable errand);

    /// Not before so long, and only with what others leave: whatever else is done is done as if this were not.
    default void spare(Duration wait, Runnable errand) {
        later(wait, errand);
    }

    /// Nothing is begun any more.
    @Override
    void close();
}
