package lastgood.wire;

import com.fasterxml.jackson.annotation.Nulls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

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
                    .withCoercionConfig(LogicalType.Textual, Json::noCoercion)
                    .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    private static final JsonMapper LENIENT =
            STRICT.rebuild()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.SET))
                    .build();

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
        return read(new ByteArrayInputStream(json), type, code);
    }

    /// Reads a request's body to its end.
    public static <T> Outcome<T> read(InputStream body, Class<T> type, Code code) {
        try {
            var value = STRICT.readValue(body, type);
            return value == null
                    ? Outcome.refused(Problem.of(code, "The JSON document is null."))
                    : Outcome.done(value);
        } catch (JacksonException e) {
            return Outcome.refused(MalformedJson.problem(e, code));
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

    /// What was wrong with a document that was read piece by piece.
    public static Problem malformed(JacksonException e, Code code) {
        return MalformedJson.problem(e, code);
    }

    /// A number is not a text.
    private static void noCoercion(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }
}
