package lastgood.gateway.protocol.dialect;

import java.util.Optional;
import java.util.regex.Pattern;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tail;

/// A body as its sender wrote it.
public final class Sent {
    /// The protocol's own header: where the JSON ends and values follow as bytes.
    public static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private final byte[] bytes;
    private final int document;
    private final Tail tail;
    private final Optional<String> type;

    private Sent(byte[] bytes, int document, Tail tail, Optional<String> type) {
        this.bytes = bytes;
        this.document = document;
        this.tail = tail;
        this.type = type;
    }

    /// @param jsonLength the header's value
    /// @param type media type
    public static Sent of(byte[] bytes, Optional<String> jsonLength, Optional<String> type)
            throws BadData {
        if (jsonLength.isEmpty()) {
            return new Sent(bytes, bytes.length, Tail.NONE, type);
        }
        var said = jsonLength.get();
        if (!LENGTH.matcher(said).matches() || Integer.parseInt(said) > bytes.length) {
            throw new BadData(
                    "%s says where in the body the JSON ends, as a number of its %d bytes"
                            .formatted(JSON_LENGTH, bytes.length));
        }
        int document = Integer.parseInt(said);
        return new Sent(bytes, document, Tail.behind(bytes, document), type);
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where the JSON ends.
    int document() {
        return document;
    }

    /// What follows it.
    Tail tail() {
        return tail;
    }

    Optional<String> type() {
        return type;
    }
}
