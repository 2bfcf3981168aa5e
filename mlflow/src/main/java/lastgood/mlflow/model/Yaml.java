package lastgood.mlflow.model;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;
import lastgood.mlflow.Json;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A YAML mapping as the JSON it means. Built from the parser's events, so that a few lines can neither grow by aliases
/// nor dig so deep that the stack ends.
public final class Yaml {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 32;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(LONGEST).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Iterator<Event> events;
    private int depth;

    private Yaml(Iterator<Event> events) {
        this.events = events;
    }

    /// Empty: it is not one plain YAML mapping.
    public static Optional<ObjectNode> mapping(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var reader = new Yaml(new Parse(SETTINGS).parseString(text).iterator());
            return reader.document() instanceof ObjectNode mapping
                    ? Optional.of(mapping)
                    : Optional.empty();
        } catch (YamlEngineException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private JsonNode document() {
        JsonNode only = NODES.nullNode();
        int documents = 0;
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                documents++;
                only = node(events.next());
            }
        }
        return documents == 1 ? only : NODES.nullNode();
    }

    private JsonNode node(Event event) {
        if (event.getEventId() == Event.ID.Alias
                || (event instanceof NodeEvent named && named.getAnchor().isPresent())) {
            throw new IllegalArgumentException("an alias");
        }
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> items();
            case MappingStart -> entries();
            default -> throw new IllegalArgumentException("no node");
        };
    }

    private JsonNode items() {
        deeper();
        var items = NODES.arrayNode();
        for (var next = events.next();
                next.getEventId() != Event.ID.SequenceEnd;
                next = events.next()) {
            items.add(node(next));
        }
        depth--;
        return items;
    }

    private JsonNode entries() {
        deeper();
        var entries = NODES.objectNode();
        for (var next = events.next();
                next.getEventId() != Event.ID.MappingEnd;
                next = events.next()) {
            if (!(next instanceof ScalarEvent key) || entries.has(key.getValue())) {
                throw new IllegalArgumentException("a key that is no word, or is there twice");
            }
            entries.set(key.getValue(), node(events.next()));
        }
        depth--;
        return entries;
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("too deep");
        }
    }

    private static JsonNode scalar(ScalarEvent scalar) {
        var text = scalar.getValue();
        if (!scalar.isPlain()) {
            return NODES.stringNode(text);
        }
        return switch (text) {
            case "", "~", "null" -> NODES.nullNode();
            case "true", "false" -> NODES.booleanNode(text.equals("true"));
            default ->
                    text.matches("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?")
                            ? NODES.numberNode(new BigDecimal(text))
                            : NODES.stringNode(text);
        };
    }

    /// What a list in JSON that stands in a YAML text says; empty: it is none.
    static Optional<JsonNode> json(Optional<String> text) {
        try {
            return text.map(Json.MAPPER::readTree);
        } catch (tools.jackson.core.JacksonException e) {
            return Optional.empty();
        }
    }
}
