package lastgood.wire.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.release.Release;
import lastgood.core.rollout.State;
import lastgood.core.stack.ComponentId;

/// That a release reads a component, or names it in `requires`.
///
/// @param role what the release does now: `live`, `candidate`, `rollback target`, or empty
/// @param uses the version it serves with; null: it names the component and does not use it
/// @param accepts the versions it was tested with
public record ReaderView(
        String service,
        String release,
        String role,
        String component,
        Optional<String> uses,
        List<String> accepts) {

    public ReaderView {
        accepts = List.copyOf(accepts);
    }

    /// One for each component that the release has to do with, by name.
    public static List<ReaderView> of(Release release, State state) {
        var requires = release.manifest().requires();
        var shared = release.parts().features().shared();
        return Stream.concat(
                        requires.versions().keySet().stream(),
                        shared.map(ComponentId::name).stream())
                .distinct()
                .sorted()
                .map(name -> {
                    var used = shared.filter(c -> c.name().equals(name));
                    return new ReaderView(
                            release.service().text(),
                            release.id().name(),
                            role(release, state),
                            name,
                            used.map(ComponentId::version),
                            used.map(requires::accepted)
                                    .orElseGet(() ->
                                            requires.versions().getOrDefault(name, List.of())));
                })
                .toList();
    }

    private static String role(Release release, State state) {
        var id = Optional.of(release.id());
        if (state.phase().serving().equals(id)) {
            return "live";
        }
        if (state.phase().candidate().equals(id)) {
            return "candidate";
        }
        return state.rollbackTo().equals(id) ? "rollback target" : "";
    }
}
