package lastgood.ledger.codec;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A map: a list of pairs, in their own order or in that of their texts.
///
/// Maps by text are no objects either: half a surrogate pair can be read back as a value, but not as a key.
record MapForm(Form key, Form value, boolean isSorted) implements Form {
    @Override
    public JsonNode write(Object map) {
        Stream<JsonNode> pairs = ((Map<?, ?>) map).entrySet().stream().map(this::pair);
        var ordered = isSorted ? pairs : pairs.sorted(Comparator.comparing(JsonNode::toString));
        return JsonNodeFactory.instance.arrayNode().addAll(ordered.toList());
    }

    @Override
    public Object read(JsonNode node) {
        if (!node.isArray() || node.valueStream().anyMatch(p -> !p.isArray() || p.size() != 2)) {
            throw new UnreadableException("not a list of pairs: " + node);
        }
        Map<Object, Object> map = isSorted ? new TreeMap<>() : new LinkedHashMap<>();
        node.forEach(pair -> map.put(key.read(pair.path(0)), value.read(pair.path(1))));
        if (map.size() < node.size()) {
            throw new UnreadableException("a key twice: " + node);
        }
        return map;
    }

    private JsonNode pair(Map.Entry<?, ?> entry) {
        return JsonNodeFactory.instance
                .arrayNode()
                .add(key.write(entry.getKey()))
                .add(value.write(entry.getValue()));
    }
}
