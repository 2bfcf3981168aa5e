package lastgood.ledger.codec;

import tools.jackson.databind.JsonNode;

/// How values of one type are written as JSON and read back.
interface Form {
    JsonNode write(Object value);

    /// @throws UnreadableException if the JSON is not what [#write] writes
    Object read(JsonNode node);

    /// Whether `null` stands for a value of this type, so that a record leaves it out.
    default boolean mayBeLeftOut() {
        return false;
    }
}
