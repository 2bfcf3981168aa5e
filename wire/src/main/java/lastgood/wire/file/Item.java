package lastgood.wire.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One value of a document while it is read: it knows where it stands and where to complain.
///
/// @param line of its key, or its own in a list
record Item(Complaints complaints, String path, int line, Yaml node) {
    private static final int LONGEST_QUOTE = 60;

    /// The value, or a complaint and nothing.
    <T> Optional<T> as(Form<T> form) {
        var value = scalar().flatMap(form.read());
        if (value.isEmpty()) {
            complain(form.expected());
        }
        return value;
    }

    /// Complains unless it is a mapping.
    Section section(String expected) {
        if (node instanceof Yaml.Mapping mapping) {
            return Section.of(complaints, path, line, mapping);
        }
        complain(expected);
        return Section.absent(complaints);
    }

    /// Its items, each with its own place; complains unless it is a list.
    List<Item> list(String expected) {
        if (!(node instanceof Yaml.Sequence sequence)) {
            complain(expected);
            return List.of();
        }
        var items = new ArrayList<Item>();
        for (var item : sequence.items()) {
            items.add(new Item(complaints, path + "[" + items.size() + "]", item.line(), item));
        }
        return items;
    }

    boolean isMapping() {
        return node instanceof Yaml.Mapping;
    }

    boolean isList() {
        return node instanceof Yaml.Sequence;
    }

    boolean says(String word) {
        return scalar().filter(word::equals).isPresent();
    }

    /// Its text, if it is a single value and not nothing.
    Optional<String> scalar() {
        return node instanceof Yaml.Scalar scalar && !scalar.isNothing()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    void complain(String expected) {
        complain(found(), expected);
    }

    void complain(String found, String expected) {
        complaints.add(line, path, found, expected);
    }

    void later(String what, String instead) {
        complaints.later(line, path, what, instead);
    }

    private String found() {
        return switch (node) {
            case Yaml.Scalar scalar ->
                    scalar.isNothing() ? "it is empty" : "found " + quote(scalar.text());
            case Yaml.Sequence _ -> "found a list";
            case Yaml.Mapping mapping ->
                    mapping.entries().isEmpty() ? "found {}" : "found a mapping";
        };
    }

    static String quote(String text) {
        var shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return "'" + shown.replaceAll("\\p{Cntrl}", "�") + "'";
    }
}
