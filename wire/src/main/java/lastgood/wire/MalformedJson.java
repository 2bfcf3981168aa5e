package lastgood.wire;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// What is wrong with a JSON document, in words for people: the reader's own speak of Java types.
final class MalformedJson {
    private MalformedJson() {}

    static Problem problem(JacksonException e, Code code) {
        return Problem.of(code, "The JSON document is not what this address takes.")
                .because(where(e) + reason(e));
    }

    private static String where(JacksonException e) {
        var at = e.getLocation();
        var path = path(e);
        return (at == null || at.getLineNr() < 1
                        ? ""
                        : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ")
                + (path.isEmpty() ? "" : path + ": ");
    }

    private static String path(JacksonException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String reason(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case MismatchedInputException mismatch -> "expected " + kind(mismatch.getTargetType());
            case StreamConstraintsException _ ->
                    "it is nested too deep, or a text in it is too long";
            case JacksonIOException _ -> "it could not be read to its end";
            default ->
                    e.getOriginalMessage().startsWith("Duplicate")
                            ? "a property is written twice"
                            : "it is not JSON here";
        };
    }

    private static String unknown(UnrecognizedPropertyException e) {
        var known =
                Optional.ofNullable(e.getKnownPropertyIds()).stream()
                        .flatMap(Collection::stream)
                        .map(Object::toString)
                        .toList();
        return "unknown property"
                + Nearest.of(e.getPropertyName(), known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; expected one of " + String.join(", ", known));
    }

    private static String kind(Class<?> type) {
        if (type == null || type.isRecord() || Map.class.isAssignableFrom(type)) {
            return "an object";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? "a number" : "a value";
    }
}
