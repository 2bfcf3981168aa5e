package lastgood.core.breaker;

/// Why an address is not asked.
public enum Cause {
    /// It is not there: it refuses connections, breaks them, or does not say that it is ready.
    AWAY,
    /// It is there, and does not answer in time or says that it cannot.
    FAILING
}
