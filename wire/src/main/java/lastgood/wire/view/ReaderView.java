package lastgood.wire.view;

import java.util.List;
import java.util.Optional;
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
        var manifest = release.manifest();
        return manifest.components().stream()
                .map(name ->
                        new ReaderView(
                                release.service().text(),
                                release.id().name(),
                                role(release, state),
                                name,
                                manifest.used(name).map(ComponentId::version),
                                manifest.accepted(name).orElseThrow()))
                .toList();
    }

    private static String role(Release release, State state) {
        var word = ReleaseView.word(release, state);
        boolean standsBy = state.rollbackTo().filter(release.id()::equals).isPresent();
        return word.isEmpty() && standsBy ? "rollback target" : word;
    }
}
