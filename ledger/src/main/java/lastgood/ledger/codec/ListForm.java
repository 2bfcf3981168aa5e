package lastgood.ledger.codec;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A list, or a set in the order of its texts, so that equal sets are written alike.
record ListForm(Form element, boolean isSet) implements Form {
    @Override
    public JsonNode write(Object value) {
        Stream<JsonNode> nodes = ((Collection<?>) value).stream().map(element::write);
        var ordered = isSet ? nodes.sorted(Comparator.comparing(JsonNode::toString)) : nodes;
        return JsonNodeFactory.instance.arrayNode().addAll(ordered.toList());
    }

    @Override
    public Object read(JsonNode node) {
        if (!node.isArray()) {
            throw new UnreadableException("not a list: " + node);
        }
        List<Object> elements = node.valueStream().map(element::read).toList();
        return isSet ? Collections.unmodifiableSet(new LinkedHashSet<>(elements)) : elements;
    }
}
