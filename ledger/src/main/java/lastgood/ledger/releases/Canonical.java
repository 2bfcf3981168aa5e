package lastgood.ledger.releases;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON of which there is one text only: keys in order, no space, ASCII. Equal content has equal bytes, so an equal
/// digest.
final class Canonical {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .build();

    private Canonical() {}

    static byte[] bytes(JsonNode document) {
        return JSON.writeValueAsString(document).getBytes(StandardCharsets.US_ASCII);
    }
}
