package lastgood.control.release;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Actor;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.wire.view.CreatedView;

/// Makes a release out of one release's stack and one part of another.
public final class MixMaker {
    private final ReleaseMaker maker;

    public MixMaker(ReleaseMaker maker) {
        this.maker = maker;
    }

    /// Its recorded rows are live's; its golden answers are drawn anew, for nobody has ever seen this stack answer.
    public Outcome<ReleaseId> make(
            Release live, ReleaseId target, PartName part, Manifest manifest, Actor by)
            throws IOException {
        var evidence =
                new OfflineEvidence(
                        live.evidence().dataset(),
                        new TreeMap<>(),
                        Optional.empty(),
                        false,
                        live.evidence().rows(),
                        live.evidence().ranges());
        var annotations = new TreeMap<>(live.annotations());
        annotations.put("lastgood.mix", live.id() + " with the " + part.text() + " of " + target);
        var label = live.id() + "-with-" + part.text() + "-of-" + target;
        var proposal =
                new Proposal(
                        live.service(),
                        Optional.of(label),
                        annotations,
                        manifest,
                        evidence,
                        false,
                        List.of());
        return switch (maker.make(proposal, by)) {
            case Outcome.Refused<CreatedView>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<CreatedView>(var view) ->
                    Outcome.done(
                            new ReleaseId(
                                    Integer.parseInt(view.release().substring(1)),
                                    lastgood.core.release.Digest.parse(view.digest())));
        };
    }
}
