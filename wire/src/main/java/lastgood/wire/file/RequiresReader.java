package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// Reads `requires`: which versions of which components a release was tested with.
final class RequiresReader {
    private static final String EXPECTED = "a list such as - tumour-features: [v1, v2]";

    private final TreeMap<String, List<String>> versions = new TreeMap<>();

    private RequiresReader() {}

    /// @param used the versions that are served with
    static Requires read(Section spec, List<ComponentId> used) {
        var reader = new RequiresReader();
        spec.item("requires")
                .ifPresent(item -> {
                    var entries = item.isMapping() ? List.of(item) : item.list(EXPECTED);
                    entries.forEach(each -> each.section(EXPECTED).all().forEach(reader::add));
                    used.forEach(each -> reader.check(item, each));
                });
        return new Requires(reader.versions);
    }

    private void add(String name, Item item) {
        var found =
                item.list("versions such as [v1, v2]").stream()
                        .flatMap(version ->
                                version.as(version(name)).map(ComponentId::version).stream())
                        .toList();
        if (item.isList() && ((Yaml.Sequence) item.node()).items().isEmpty()) {
            item.complain("found no version", "versions such as [v1, v2]");
        }
        if (versions.put(name, found) != null) {
            item.complain("written twice", "one list for " + name);
        }
    }

    /// A release that does not even accept what it uses could never be served, let alone be returned to.
    private void check(Item item, ComponentId used) {
        Optional.ofNullable(versions.get(used.name()))
                .filter(accepted -> !accepted.isEmpty() && !accepted.contains(used.version()))
                .ifPresent(accepted ->
                        item.complain(
                                "the release uses "
                                        + used
                                        + " but requires "
                                        + used.name()
                                        + " "
                                        + accepted,
                                used.version() + " among them"));
    }

    private static Form<ComponentId> version(String name) {
        return new Form<>("a version such as v1", text -> ComponentId.parse(name + "@" + text));
    }
}
