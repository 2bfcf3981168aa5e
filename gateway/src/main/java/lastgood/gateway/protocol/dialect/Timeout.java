package lastgood.gateway.protocol.dialect;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.running.tensor.BadData;

/// The parameter by which Triton's clients say within how many microseconds they want an answer. What cannot be answered by
/// then is ended with an error, which is what Triton says of it.
public final class Timeout {
    public static final String NAME = "timeout";
    public static final String WRONG =
            "the parameter timeout must be a whole number of microseconds, or 0 for none";

    private Timeout() {}

    /// Empty: there is none.
    public static OptionalLong nanos(long micros) throws BadData {
        if (micros < 0) {
            throw new BadData(WRONG);
        }
        return micros == 0
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
