package lastgood.ledger.codec;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes records of core as stored documents, and reads them back equal to what they were.
///
/// A document is one JSON object that says in which version of the form it is written. Nothing in it is passed over:
/// a key too many or too few makes it unreadable, but for an `Optional` that is left out, so that a record may get one
/// more of those. All of it is ASCII: half a surrogate pair in a text comes back as it was.
public final class Codec {
    private static final int VERSION = 1;
    private static final String KEY = "v";
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final Forms forms = new Forms();

    public <T extends Record> String write(Class<T> type, T value) {
        var document = JsonNodeFactory.instance.objectNode().put(KEY, VERSION);
        document.setAll((ObjectNode) forms.of(type).write(value));
        return JSON.writeValueAsString(document);
    }

    /// @throws UnreadableException if the text is no document of that type
    public <T extends Record> T read(Class<T> type, String text) {
        if (!(parsed(text) instanceof ObjectNode document)) {
            throw new UnreadableException("not a document: " + brief(text));
        }
        int version = Optional.ofNullable(document.remove(KEY)).map(v -> v.asInt(0)).orElse(0);
        if (version != VERSION) {
            throw new UnreadableException(
                    "written in form "
                            + version
                            + (version > VERSION ? " by a newer lastgood" : "")
                            + "; this one reads form "
                            + VERSION);
        }
        return type.cast(forms.of(type).read(document));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new UnreadableException("not JSON: " + brief(text), e);
        }
    }

    private static String brief(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
