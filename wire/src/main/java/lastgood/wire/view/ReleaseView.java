package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import lastgood.core.release.Blob;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Release;
import lastgood.core.rollout.State;

/// A release with all that is known of it.
///
/// @param state `live`, `candidate`, or empty: what it does now
/// @param good whether it ever earned *good*
/// @param held why it may not be rolled out; null where it may
public record ReleaseView(
        String service,
        String release,
        String digest,
        Optional<String> label,
        SortedMap<String, String> annotations,
        Instant at,
        String by,
        String state,
        boolean good,
        Optional<HeldView> held,
        List<PartView> parts,
        SortedMap<String, List<String>> requires,
        Evidence evidence) {

    public ReleaseView {
        parts = List.copyOf(parts);
    }

    /// What was known before it served.
    ///
    /// @param golden the digest of its golden rows; null: only shapes are checked
    /// @param ranges of how many model input columns the range in training is known
    public record Evidence(
            Optional<String> dataset,
            SortedMap<String, Double> metrics,
            Optional<String> golden,
            boolean goldenGenerated,
            Optional<String> rows,
            int ranges) {

        static Evidence of(OfflineEvidence evidence) {
            return new Evidence(
                    evidence.dataset(),
                    evidence.metrics(),
                    evidence.golden().map(Blob::digest).map(Object::toString),
                    evidence.goldenGenerated(),
                    evidence.rows().map(Blob::digest).map(Object::toString),
                    evidence.ranges().size());
        }
    }

    public static ReleaseView of(Release release, State state) {
        var name = release.id().name();
        return new ReleaseView(
                release.service().text(),
                name,
                release.id().digest().toString(),
                release.label(),
                release.annotations(),
                release.at(),
                release.by().text(),
                word(release, state),
                state.standing().isGood(release.id()),
                HeldView.all(state.standing()).stream()
                        .filter(h -> h.release().equals(name))
                        .findFirst(),
                PartView.all(release.parts()),
                release.manifest().requires().versions(),
                Evidence.of(release.evidence()));
    }

    static String word(Release release, State state) {
        if (state.phase().serving().filter(release.id()::equals).isPresent()) {
            return "live";
        }
        return state.phase().candidate().filter(release.id()::equals).isPresent()
                ? "candidate"
                : "";
    }
}
