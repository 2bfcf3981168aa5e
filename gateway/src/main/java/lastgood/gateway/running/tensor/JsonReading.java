package lastgood.gateway.running.tensor;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;

/// Reads a JSON document that somebody else wrote: whatever is wrong with it is bad data.
///
/// @param <T> what comes of it
public interface JsonReading<T> {
    T of(JsonParser parser) throws BadData;

    static <T> T read(byte[] bytes, JsonReading<T> reading) throws BadData {
        return read(bytes, bytes.length, reading);
    }

    /// @param length where the document ends
    static <T> T read(byte[] bytes, int length, JsonReading<T> reading) throws BadData {
        try (var parser = Json.parser(bytes, 0, length)) {
            return reading.of(parser);
        } catch (StreamConstraintsException _) {
            throw new BadData(
                    "the document is nested deeper than "
                            + Json.MOST_DEPTH
                            + ", or a name or number in it is too long");
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new BadData(
                    "the body is not JSON"
                            + (at == null
                                    ? ""
                                    : " (line %d, column %d)"
                                            .formatted(at.getLineNr(), at.getColumnNr())));
        }
    }
}
