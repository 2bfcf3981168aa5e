package lastgood.core.rollout;

/// Where the graphs of a service's releases run.
///
/// Native code can end the process that it runs in, whatever it was asked by: so what has yet to prove itself has one of
/// its own, unless the service's file says otherwise.
public enum Isolation {
    /// Always in a process of their own.
    PROCESS,
    /// Always inside the gateway.
    INLINE
}
