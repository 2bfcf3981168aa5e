package lastgood.ledger.codec;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The forms of what may be absent: its own, or `null`.
///
/// @param held what is in it, if anything
/// @param made the optional again
record Optionals(
        Form inner, Function<Object, Optional<?>> held, Function<Optional<Object>, Object> made)
        implements Form {
    static final Form OF_INT =
            new Optionals(
                    Scalars.INT,
                    value -> ((OptionalInt) value).stream().boxed().findFirst(),
                    value ->
                            value.map(v -> OptionalInt.of((Integer) v))
                                    .orElse(OptionalInt.empty()));

    static final Form OF_DOUBLE =
            new Optionals(
                    Scalars.DOUBLE,
                    value -> ((OptionalDouble) value).stream().boxed().findFirst(),
                    value ->
                            value.map(v -> OptionalDouble.of((Double) v))
                                    .orElse(OptionalDouble.empty()));

    static Form of(Form inner) {
        return new Optionals(inner, value -> (Optional<?>) value, value -> value);
    }

    @Override
    public JsonNode write(Object value) {
        return held.apply(value).map(inner::write).orElseGet(JsonNodeFactory.instance::nullNode);
    }

    @Override
    public Object read(JsonNode node) {
        return made.apply(node.isNull() ? Optional.empty() : Optional.of(inner.read(node)));
    }

    @Override
    public boolean mayBeLeftOut() {
        return true;
    }
}
