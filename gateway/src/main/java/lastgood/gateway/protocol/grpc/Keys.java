package lastgood.gateway.protocol.grpc;

import io.grpc.Metadata;
import lastgood.gateway.protocol.Predictions;

/// What goes beside the messages. The names are those of the HTTP headers, in small letters as gRPC wants them.
final class Keys {
    static final Metadata.Key<String> RELEASE = text(Predictions.RELEASE);
    static final Metadata.Key<String> EPOCH = text(Predictions.EPOCH);
    static final Metadata.Key<String> PREDICTION_ID = text(Predictions.PREDICTION_ID);
    static final Metadata.Key<String> LABELS = text(Predictions.LABELS);
    static final Metadata.Key<String> DEGRADED = text(Predictions.DEGRADED);
    static final Metadata.Key<String> PROBE = text(Predictions.PROBE);

    /// The problem's code, beside a status that is not OK.
    static final Metadata.Key<String> CODE = text("Lastgood-Code");

    /// How long a client that tries again should wait, in milliseconds: gRPC's own name for it.
    static final Metadata.Key<String> RETRY = text("grpc-retry-pushback-ms");

    private static final Metadata.Key<String> KEY = text(Predictions.KEY);

    /// The sticky key in UTF-8: gRPC's text metadata takes ASCII alone.
    private static final Metadata.Key<byte[]> KEY_UTF8 =
            Metadata.Key.of(Predictions.KEY + "-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private Keys() {}

    /// The sticky key, if one was sent.
    static java.util.Optional<String> sticky(Metadata headers) {
        var utf8 = headers.get(KEY_UTF8);
        var key =
                utf8 == null
                        ? headers.get(KEY)
                        : new String(utf8, java.nio.charset.StandardCharsets.UTF_8);
        return java.util.Optional.ofNullable(key).filter(k -> !k.isBlank());
    }

    /// What was sent under this name; of the sticky key also where it came in UTF-8.
    static java.util.Optional<String> value(Metadata headers, String name) {
        return name.equalsIgnoreCase(Predictions.KEY)
                ? sticky(headers)
                : java.util.Optional.ofNullable(headers.get(text(name)));
    }

    private static Metadata.Key<String> text(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
