package lastgood.wire.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Stack;

/// Reads a document of `kind: Stack`: what services share, and in how many versions at a time.
final class StackReader {
    private static final String COMPONENTS = "a list of {name, kind, liveVersions: one or many}";
    private static final String ROLLBACK =
            "{scope: closure, order: [features, models], atomic: true}";
    private static final Form<Stack.LiveVersions> LIVE =
            new Form<>("one or many", Stack.LiveVersions::parse);

    private final Section top;

    StackReader(Section top) {
        this.top = top;
    }

    Optional<Declaration> read() {
        var metadata = top.needSection("metadata", "{name: …}");
        var name = metadata.need("name", Form.SERVICE);
        var owners =
                metadata.mayList("owners", "a list of names").stream()
                        .flatMap(item -> item.as(Form.TEXT).stream())
                        .toList();
        metadata.done();

        var spec = top.needSection("spec", "{services: […], components: […]}");
        var services =
                spec.mayList("services", "a list of services").stream()
                        .flatMap(item -> item.as(Form.SERVICE).stream())
                        .toList();
        var members = members(spec);
        rollback(spec.maySection("rollback", ROLLBACK));
        spec.done();
        top.done();
        return name.map(ServiceName::text)
                .map(n -> new Declaration.OfStack(new Stack(n, services, members, owners)));
    }

    private static List<Stack.Member> members(Section spec) {
        var item = spec.needItem("components", COMPONENTS);
        var names = new HashSet<String>();
        var members = new ArrayList<Stack.Member>();
        for (var each : item.map(i -> i.list(COMPONENTS)).orElse(List.of())) {
            var section = each.section("{name, kind, liveVersions}");
            var name = section.need("name", Form.SERVICE);
            var kind = section.need("kind", ComponentReader.KIND);
            var live = section.may("liveVersions", LIVE).orElse(Stack.LiveVersions.MANY);
            section.done();
            if (name.isPresent() && kind.isPresent()) {
                if (!names.add(name.get().text())) {
                    each.complain(name.get() + " is written twice", "each component once");
                }
                members.add(new Stack.Member(name.get().text(), kind.get(), live));
            }
        }
        return members;
    }

    /// There is one way in which a stack goes back. A file may say it, and may say no other.
    private static void rollback(Section section) {
        section.may("scope", Form.word(List.of("closure"), s -> s));
        section.may("atomic", Form.word(List.of(true), Object::toString));
        section.mayList("order", "a list such as [features, models]")
                .forEach(item -> item.as(ComponentReader.KIND));
        section.done();
    }
}
