package lastgood.wire;

import java.io.InputStream;
import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// How values become JSON and back: the one place that says so.
///
/// What comes in as a request is read strictly: an unknown property, a property twice, a null where a value must be,
/// or anything after the document is refused. What a server answers may have properties this version does not know.
public final class Json {
    /// A hand-written file travels inside one string; bodies have their own limit at the edge.
    private static final int LONGEST_STRING = 16 << 20;

    private static final int DEEPEST = 64;

    private static final JsonMapper STRICT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxStringLength(LONGEST_STRING)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    private static final JsonMapper LENIENT =
            STRICT.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private Json() {}

    /// One line, in the order in which a record names its parts.
    public static String write(Object value) {
        return STRICT.writeValueAsString(value);
    }

    public static byte[] bytes(Object value) {
        return STRICT.writeValueAsBytes(value);
    }

    /// Reads a request, strictly.
    ///
    /// @param code of the problem when it is not what `type` asks for
    public static <T> Outcome<T> read(byte[] json, Class<T> type, Code code) {
        try {
            return Outcome.done(STRICT.readValue(json, type));
        } catch (JacksonException e) {
            return Outcome.refused(malformed(e, code));
        }
    }

    /// Reads what a server answers: what this version does not know is overlooked.
    ///
    /// @throws JacksonException if it is no JSON, or not of that type
    public static <T> T readAnswer(byte[] json, Class<T> type) {
        return LENIENT.readValue(json, type);
    }

    /// Reads a bare array of what a server answers.
    ///
    /// @throws JacksonException if it is no JSON, or not of that type
    public static <T> List<T> readAnswers(byte[] json, Class<T> type) {
        return LENIENT.readValue(
                json, LENIENT.getTypeFactory().constructCollectionType(List.class, type));
    }

    /// For bodies that are read piece by piece.
    public static ObjectMapper mapper() {
        return STRICT;
    }

    /// What was wrong with a document, with its line, but without the reader's own words about Java types.
    public static Problem malformed(JacksonException e, Code code) {
        var at = e.getLocation();
        var where =
                at == null || at.getLineNr() < 1
                        ? ""
                        : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
        return Problem.of(code, "The JSON document is not what this address takes.")
                .because(where + reason(e));
    }

    private static String reason(JacksonException e) {
        if (e instanceof JacksonIOException) {
            return "it could not be read to its end";
        }
        var text = e.getOriginalMessage();
        int javaTalk = text.indexOf(" (class ");
        var path = e instanceof DatabindException d ? d.getPathReference() : "";
        int dot = path.indexOf('[');
        return (javaTalk < 0
                        ? text.replaceAll("`?\\bjava\\.[\\w.]+`?|`lastgood\\.[\\w.$]+`", "value")
                        : text.substring(0, javaTalk))
                + (dot < 0 ? "" : " at " + path.substring(dot));
    }

    /// Reads a request's body to its end.
    public static <T> Outcome<T> read(InputStream body, Class<T> type, Code code) {
        try {
            return Outcome.done(STRICT.readValue(body, type));
        } catch (JacksonException e) {
            return Outcome.refused(malformed(e, code));
        }
    }
}
