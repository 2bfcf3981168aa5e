package lastgood.gateway.client;

/// How there came to be no response.
///
/// @param detail for the log
public record Failure(Kind kind, String detail) {
    /// What is known of it.
    public enum Kind {
        /// Nothing was sent: there was no connection.
        NOT_REACHED,
        /// The server had ended the connection before it saw the request, or said so.
        STALE,
        /// The server says that it did not begin.
        REFUSED,
        /// The connection ended before a byte of a response came.
        BROKEN,
        /// It ended in the middle of the response.
        CUT_OFF,
        /// The server took the request back, or its side of it broke.
        RESET,
        /// What came is no response, or one that is too large.
        MALFORMED
    }
}
