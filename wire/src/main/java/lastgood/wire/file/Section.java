package lastgood.wire.file;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.problem.Nearest;

/// One mapping while it is read: keys are asked for by name, and what nobody asked for is unknown.
///
/// An absent section answers nothing and complains of nothing, so that a reader need not care whether it is there.
final class Section {
    private final Complaints complaints;
    private final String path;
    private final int line;
    private final boolean there;
    private final Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private Section(Complaints complaints, String path, int line, boolean there) {
        this.complaints = complaints;
        this.path = path;
        this.line = line;
        this.there = there;
    }

    static Section of(Complaints complaints, String path, int line, Yaml.Mapping mapping) {
        var section = new Section(complaints, path, line, true);
        mapping.entries().forEach(section::enter);
        return section;
    }

    static Section absent(Complaints complaints) {
        return new Section(complaints, "", 1, false);
    }

    boolean isThere() {
        return there;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /// The value of a key that must be there.
    <T> Optional<T> need(String key, Form<T> form) {
        return needItem(key, form.expected()).flatMap(item -> item.as(form));
    }

    /// The value of a key that may be left out.
    <T> Optional<T> may(String key, Form<T> form) {
        return item(key).flatMap(item -> item.as(form));
    }

    Section needSection(String key, String expected) {
        return needItem(key, expected)
                .map(item -> item.section(expected))
                .orElseGet(() -> absent(complaints));
    }

    Section maySection(String key, String expected) {
        return item(key).map(item -> item.section(expected)).orElseGet(() -> absent(complaints));
    }

    List<Item> mayList(String key, String expected) {
        return item(key).map(item -> item.list(expected)).orElse(List.of());
    }

    Optional<Item> needItem(String key, String expected) {
        if (there && !entries.containsKey(key)) {
            complaints.add(line, path, "'" + key + "' is missing", expected);
        }
        return item(key);
    }

    Optional<Item> item(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key))
                .map(entry -> new Item(complaints, at(key), entry.line(), entry.value()));
    }

    /// A key of the design that this version does not do.
    void later(String key, String instead) {
        Optional.ofNullable(entries.remove(key))
                .ifPresent(e -> complaints.later(e.line(), at(key), "'" + key + "'", instead));
    }

    /// Everything that is there, for sections whose keys are the writer's own.
    Map<String, Item> all() {
        var items = new LinkedHashMap<String, Item>();
        entries.forEach(
                (key, e) -> items.put(key, new Item(complaints, at(key), e.line(), e.value())));
        known.addAll(entries.keySet());
        return items;
    }

    /// Complains of every key that nobody asked for. To be called when all were.
    void done() {
        done("");
    }

    /// @param hint where such a key belongs instead
    void done(String hint) {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                complaints.add(entry.line(), at(key), unknown(key, hint), "");
            }
        });
    }

    private String unknown(String key, String hint) {
        return "unknown key "
                + Item.quote(key)
                + Nearest.of(key, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; expected one of " + String.join(", ", known))
                + hint;
    }

    private void enter(Yaml.Entry entry) {
        var first = entries.putIfAbsent(entry.key(), entry);
        if (first != null) {
            complaints.add(
                    entry.line(),
                    at(entry.key()),
                    "written twice, first in line " + first.line(),
                    "one of them");
        }
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
