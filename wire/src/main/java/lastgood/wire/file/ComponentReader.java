package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.driver.Mark;
import lastgood.core.problem.Nearest;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Migration;

/// Reads a document of `kind: Component`: one version of a part that services share.
final class ComponentReader {
    private static final List<String> KINDS =
            List.of("features", "config", "schema", "preprocessing", "index", "prompt", "rules");

    /// What a component is for; `features` and `config` are those that a release can use by `ref`. Any word will do, but
    /// not one that is almost one of the usual ones.
    static final Form<String> KIND =
            new Form<>(
                    "a kind such as features, config, schema, preprocessing or index",
                    text ->
                            Optional.of(text)
                                    .filter(t -> t.matches("[a-z][a-z0-9-]{0,62}"))
                                    .filter(t ->
                                            KINDS.contains(t) || Nearest.of(t, KINDS).isEmpty()));

    private static final Form<String> DRIVER =
            new Form<>(
                    "a driver: file, git, exec, sql-pointer or feast",
                    text -> Optional.of(text).filter(t -> t.matches("[a-z][a-z0-9-]{0,62}")));
    private static final Form<String> VERSION =
            new Form<>(
                    "a version of letters, digits, dots and dashes, at most 63, such as v1",
                    text -> ComponentId.parse("x@" + text).map(ComponentId::version));
    private static final Form<Migration> MIGRATION =
            new Form<>("none, expand or contract", Migration::parse);
    private static final Form<String> AT =
            new Form<>(
                    "the world's own name for it: 1 to 200 visible characters",
                    text -> Optional.of(text).filter(Mark::isName));
    private static final String REVERTS =
            "{to: [v1, v2]}, the versions one can go back to; {to: []} where there is no way back";

    private final Section top;

    ComponentReader(Section top) {
        this.top = top;
    }

    Optional<Declaration> read() {
        var metadata = top.needSection("metadata", "{name: …, version: …}");
        var name = metadata.need("name", Form.SERVICE).map(ServiceName::text);
        var version = metadata.need("version", VERSION);
        metadata.done();

        var spec = top.needSection("spec", "{kind: features, path: FILE}");
        var kind = spec.need("kind", KIND);
        var path = spec.may("path", Form.PATH);
        var driver = spec.item("driver").flatMap(item -> driver(item, version));
        if (spec.isThere() && !spec.has("path") && !spec.has("driver")) {
            spec.needItem("path", "a file, or a driver that keeps it: {kind: file, …}");
        }
        var lookup =
                spec.item("lookup").flatMap(item -> LookupReader.read(item, spec, kind, driver));
        var way = way(spec, name);
        spec.later("schema", "releases say what they take and give");
        spec.later(
                "liveVersions", "a stack says it: kind: Stack, components: [{name, liveVersions}]");
        spec.done();
        top.done();
        if (name.isEmpty() || version.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Declaration.OfComponent(
                        new ComponentId(name.get(), version.get()),
                        kind.get(),
                        path,
                        way,
                        driver,
                        lookup));
    }

    private static Component.Lineage way(Section spec, Optional<String> name) {
        var state = spec.maySection("state", "{store: …, migration: none, expand or contract}");
        var store = state.may("store", Form.TEXT);
        var migration = state.may("migration", MIGRATION).orElse(Migration.NONE);
        state.done();
        var reverts = spec.item("reverts").map(item -> reverts(item));
        var requires = RequiresReader.read(spec, List.of());
        name.filter(n -> requires.versions().containsKey(n))
                .flatMap(_ -> spec.item("requires"))
                .ifPresent(item -> item.complain("it requires itself", "other components"));
        return new Component.Lineage(migration, reverts, requires, store);
    }

    private static List<String> reverts(Item item) {
        var section = item.section(REVERTS);
        var to = section.needItem("to", "versions such as [v1, v2], or []");
        section.done();
        return to
                .map(list -> list.list("versions such as [v1, v2], or []"))
                .orElse(List.of())
                .stream()
                .flatMap(version -> version.as(VERSION).stream())
                .distinct()
                .toList();
    }

    /// Which settings a driver knows is its own to say.
    private static Optional<Declaration.Driver> driver(Item item, Optional<String> version) {
        var section = item.section("{kind: file, …}");
        var kind = section.need("kind", DRIVER);
        var at = section.may("at", AT).or(() -> version);
        var settings = new TreeMap<String, String>();
        section.all()
                .forEach((key, value) -> {
                    if (!key.equals("kind") && !key.equals("at")) {
                        value.as(Form.TEXT).ifPresent(text -> settings.put(key, text));
                    }
                });
        return kind.flatMap(k -> at.map(a -> new Declaration.Driver(k, settings, a)));
    }
}
