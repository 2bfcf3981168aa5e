package lastgood.gateway.running;

/// An answer that is being worked out elsewhere than on the caller's loop, and may be given up.
interface Errand {
    /// Whatever comes of it nobody hears.
    void abandon();
}
