package lastgood.ledger.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A record: an object with one key a component.
final class RecordForm implements Form {
    private final Class<?> type;
    private final Constructor<?> constructor;
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private record Part(RecordComponent component, Form form) {}

    RecordForm(Class<?> type, Forms forms) {
        this.type = type;
        var components = type.getRecordComponents();
        for (var component : components) {
            parts.put(
                    component.getName(), new Part(component, forms.of(component.getGenericType())));
        }
        try {
            constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has one: " + type, e);
        }
    }

    @Override
    public ObjectNode write(Object value) {
        var object = JsonNodeFactory.instance.objectNode();
        parts.forEach((name, part) -> {
            var node = part.form().write(get(part.component(), value));
            if (!node.isNull()) {
                object.set(name, node);
            }
        });
        return object;
    }

    @Override
    public Object read(JsonNode node) {
        if (!node.isObject()) {
            throw new UnreadableException("not a " + type.getSimpleName() + ": " + node);
        }
        for (var name : node.propertyNames()) {
            if (!parts.containsKey(name)) {
                throw new UnreadableException(
                        "'" + name + "' is none of the keys of a " + type.getSimpleName());
            }
        }
        return make(
                parts.entrySet().stream()
                        .map(part -> read(part.getKey(), part.getValue().form(), node))
                        .toArray());
    }

    private Object read(String name, Form form, JsonNode object) {
        var node = Optional.ofNullable(object.get(name));
        if (node.isEmpty() && !form.mayBeLeftOut()) {
            throw new UnreadableException("a " + type.getSimpleName() + " without " + name);
        }
        try {
            return form.read(node.orElseGet(JsonNodeFactory.instance::nullNode));
        } catch (UnreadableException e) {
            throw new UnreadableException(
                    type.getSimpleName() + "." + name + ": " + e.getMessage(), e);
        }
    }

    private static Object get(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every component can be asked: " + component, e);
        }
    }

    private Object make(Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new UnreadableException("not a " + type.getSimpleName() + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("core's records are public: " + type, e);
        }
    }
}
