package lastgood.ledger.codec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The forms of single values.
final class Scalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static final Form TEXT = form(String.class, NODES::stringNode, JsonNode::stringValue);
    static final Form INT = form(Integer.class, NODES::numberNode, JsonNode::intValue);
    static final Form LONG = form(Long.class, NODES::numberNode, JsonNode::longValue);
    static final Form DOUBLE = form(Double.class, Scalars::number, Scalars::number);
    static final Form BOOLEAN = form(Boolean.class, NODES::booleanNode, JsonNode::booleanValue);
    static final Form INSTANT =
            form(
                    Instant.class,
                    at -> NODES.stringNode(at.toString()),
                    node -> Instant.parse(node.stringValue()));

    /// `PT1M30S`
    static final Form DURATION =
            form(
                    Duration.class,
                    time -> NODES.stringNode(time.toString()),
                    node -> Duration.parse(node.stringValue()));

    private Scalars() {}

    static Form ofEnum(Class<?> type) {
        return form(
                type,
                value -> NODES.stringNode(((Enum<?>) value).name()),
                node ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(c -> ((Enum<?>) c).name().equals(node.stringValue()))
                                .findFirst()
                                .orElseThrow(() -> new UnreadableException("no such word")));
    }

    private static <T> Form form(
            Class<T> type, Function<T, JsonNode> write, Function<JsonNode, ?> read) {
        return new Form() {
            @Override
            public JsonNode write(Object value) {
                return write.apply(type.cast(value));
            }

            @Override
            public Object read(JsonNode node) {
                if (node.isNull()) {
                    throw new UnreadableException("nothing is no " + type.getSimpleName());
                }
                try {
                    return read.apply(node);
                } catch (JacksonException | DateTimeException | UnreadableException e) {
                    throw new UnreadableException("not a " + type.getSimpleName() + ": " + node, e);
                }
            }
        };
    }

    /// JSON has no word for these three.
    private static JsonNode number(Double value) {
        return value.isNaN() || value.isInfinite()
                ? NODES.stringNode(value.toString())
                : NODES.numberNode(value);
    }

    private static Double number(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return switch (node.stringValue()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new UnreadableException("not a number");
        };
    }
}
