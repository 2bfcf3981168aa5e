package lastgood.gateway.protocol;

import org.jspecify.annotations.Nullable;

/// What a request says before its body, as far as anybody here asks.
interface RequestHead {
    String method();

    /// As it was sent: a path and perhaps a query, or a whole address.
    String target();

    /// The first value of a header, each of its bytes a character.
    @Nullable String header(CharSequence name);

    /// How often the header is there.
    int count(CharSequence name);

    /// How many headers there are.
    int headers();

    /// Bytes of the body, where it says so; else `otherwise`.
    long length(long otherwise);

    /// The caller sends the body once he is told to go on.
    boolean isAsking();

    /// The caller wants the connection to end with the answer.
    boolean isLast();
}
