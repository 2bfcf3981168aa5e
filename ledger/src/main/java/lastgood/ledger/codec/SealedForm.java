package lastgood.ledger.codec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One of several records: the record's own form, and under `is` which one it is.
final class SealedForm implements Form {
    private static final String KEY = "is";

    private final Class<?> type;
    private final Map<String, Form> forms = new HashMap<>();

    SealedForm(Class<?> type, Forms all) {
        this.type = type;
        leaves(type)
                .forEach(leaf -> {
                    var taken = forms.put(leaf.getSimpleName(), all.of(leaf)) != null;
                    if (taken || hasKey(leaf)) {
                        throw new IllegalArgumentException(
                                "'" + KEY + "' cannot tell " + leaf + " from the others");
                    }
                });
    }

    @Override
    public JsonNode write(Object value) {
        var name = value.getClass().getSimpleName();
        var object = JsonNodeFactory.instance.objectNode().put(KEY, name);
        return object.setAll((ObjectNode) form(name).write(value));
    }

    @Override
    public Object read(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new UnreadableException("not a " + type.getSimpleName() + ": " + node);
        }
        var rest = object.deepCopy();
        var name = Optional.ofNullable(rest.remove(KEY)).map(n -> n.asString("")).orElse("");
        return form(name).read(rest);
    }

    private Form form(String name) {
        return Optional.ofNullable(forms.get(name))
                .orElseThrow(() ->
                        new UnreadableException(
                                "no " + type.getSimpleName() + " is a '" + name + "'"));
    }

    /// The records below a sealed type, those of sealed types below it included.
    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedForm::leaves);
    }

    private static boolean hasKey(Class<?> leaf) {
        return Arrays.stream(leaf.getRecordComponents()).anyMatch(c -> c.getName().equals(KEY));
    }
}
