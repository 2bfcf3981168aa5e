package lastgood.wire.view;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Release;
import lastgood.core.rollout.State;
import lastgood.core.stack.Binding;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Stacks;

/// That a release reads a component, or names it in `requires`.
///
/// @param role what the release does now: `live`, `candidate`, `rollback target`, or empty
/// @param uses the version it was made with; null: it names the component and does not use it
/// @param reads the version it reads now: another than the one it was made with where everybody reads that
/// @param accepts the versions it was tested with
/// @param testedOn what it was tested on: the dataset its file names
public record ReaderView(
        String service,
        String release,
        String role,
        String component,
        Optional<String> uses,
        Optional<String> reads,
        List<String> accepts,
        Optional<String> testedOn) {

    public ReaderView {
        accepts = List.copyOf(accepts);
    }

    /// One for each component that the release has to do with, by name.
    public static List<ReaderView> of(Release release, State state, Stacks stacks) {
        var manifest = release.manifest();
        return manifest.components().stream()
                .map(name ->
                        new ReaderView(
                                release.service().text(),
                                release.id().name(),
                                role(release, state),
                                name,
                                manifest.used(name).map(ComponentId::version),
                                reads(release, name, stacks),
                                manifest.accepted(name).orElseThrow(),
                                release.evidence().dataset()))
                .toList();
    }

    private static Optional<String> reads(Release release, String component, Stacks stacks) {
        var accepted = release.manifest().accepted(component).orElse(List.of());
        return release.manifest()
                .used(component)
                .map(own ->
                        Binding.version(
                                own.version(),
                                accepted,
                                Optional.ofNullable(stacks.live().get(component))));
    }

    private static String role(Release release, State state) {
        var word = ReleaseView.word(release, state);
        boolean standsBy = state.rollbackTo().filter(release.id()::equals).isPresent();
        return word.isEmpty() && standsBy ? "rollback target" : word;
    }
}
