package lastgood.server;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Control could not be started: what the ledger holds cannot be read, or not be taken up.
final class NoControlException extends RuntimeException {
    private static final Logger LOG = LoggerFactory.getLogger(NoControlException.class);
    private static final long serialVersionUID = 1;

    private NoControlException(RuntimeException cause) {
        super(cause);
    }

    static <T> T unless(Supplier<T> started) {
        try {
            return started.get();
        } catch (RuntimeException e) {
            LOG.error("control cannot be started", e);
            throw new NoControlException(e);
        }
    }

    String why() {
        return "control cannot be started: " + getCause();
    }
}
