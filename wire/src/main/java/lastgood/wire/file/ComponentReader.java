package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.ComponentId;

/// Reads a document of `kind: Component`: one version of a part that services share.
final class ComponentReader {
    private static final Form<String> VERSION =
            new Form<>(
                    "a version of letters, digits, dots and dashes, at most 63, such as v1",
                    text -> ComponentId.parse("x@" + text).map(ComponentId::version));

    private final Section top;

    ComponentReader(Section top) {
        this.top = top;
    }

    Optional<Declaration> read() {
        var metadata = top.needSection("metadata", "{name: …, version: …}");
        var name = metadata.need("name", Form.SERVICE);
        var version = metadata.need("version", VERSION);
        metadata.done();

        var spec = top.needSection("spec", "{kind: features, path: FILE}");
        spec.needItem("kind", "features").ifPresent(ComponentReader::kind);
        var path = spec.need("path", Form.PATH);
        for (var later : List.of("schema", "state", "reverts", "requires", "liveVersions")) {
            spec.later(later, "versions of a component run side by side");
        }
        spec.done();
        top.done();
        return name.map(ServiceName::text)
                .flatMap(n ->
                        version.flatMap(v ->
                                path.map(p ->
                                        new Declaration.OfComponent(
                                                new ComponentId(n, v), "features", p))));
    }

    private static void kind(Item item) {
        if (item.says("config") || item.says("schema") || item.says("preprocessing")) {
            item.later("kind " + item.scalar().orElse(""), "only features");
        } else {
            item.as(Form.word(List.of("features"), k -> k));
        }
    }
}
