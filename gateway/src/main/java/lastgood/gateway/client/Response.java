package lastgood.gateway.client;

import java.util.Optional;

/// What a server answered, all of it.
public final class Response {
    private final int status;
    private final boolean retryAfter;
    private final Optional<String> json;
    private final byte[] body;

    Response(int status, boolean retryAfter, Optional<String> json, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.json = json;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /// Whether it says when to come again.
    public boolean hasRetryAfter() {
        return retryAfter;
    }

    /// How long it says that the document is which values follow.
    public Optional<String> json() {
        return json;
    }

    public byte[] body() {
        return body;
    }
}
