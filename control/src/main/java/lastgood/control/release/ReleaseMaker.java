package lastgood.control.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Event;
import lastgood.wire.file.ReleaseDraft;
import lastgood.wire.file.ReleaseFile;
import lastgood.wire.file.Submission;
import lastgood.wire.view.CreatedView;
import lastgood.wire.view.PartView;

/// Makes a release of a submitted file: every byte is stored and known by its digest, the graphs fit together, the model
/// loads and answers, and only then does the release get its number.
public final class ReleaseMaker {
    private final Releases releases;
    private final DraftParts drafts;
    private final Workbench workbench;
    private final Services services;
    private final Shelf shelf;
    private final InstantSource clock;

    public ReleaseMaker(
            Releases releases,
            DraftParts drafts,
            Workbench workbench,
            Services services,
            Shelf shelf,
            InstantSource clock) {
        this.releases = releases;
        this.drafts = drafts;
        this.workbench = workbench;
        this.services = services;
        this.shelf = shelf;
        this.clock = clock;
    }

    public Outcome<CreatedView> create(Submission submission) throws IOException {
        return switch (ReleaseFile.parse(submission.path(), submission.text())) {
            case Outcome.Refused<ReleaseDraft>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<ReleaseDraft>(var draft) -> assemble(draft, submission);
        };
    }

    /// What is left to be done once a release has passed its trial.
    @FunctionalInterface
    interface BeforeNumber {
        void run() throws IOException;
    }

    /// Makes a release of parts that are stored already.
    Outcome<CreatedView> make(Proposal proposal, Actor by) throws IOException {
        return make(proposal, by, () -> {});
    }

    Outcome<CreatedView> make(Proposal proposal, Actor by, BeforeNumber before) throws IOException {
        var digest = releases.seal(proposal.manifest());
        var known =
                services.find(proposal.service())
                        .map(loop -> loop.state().standing())
                        .flatMap(s -> s.release(digest).filter(id -> !s.isPruned(id)));
        var remembered =
                known.isPresent()
                        ? releases.find(proposal.service(), known.get())
                        : Optional.<Release>empty();
        if (remembered.isPresent()) {
            return Outcome.done(again(remembered.get(), proposal));
        }
        long seed = Long.parseUnsignedLong(digest.hex().substring(0, 16), 16);
        return switch (workbench.tryOut(
                proposal.manifest(), proposal.evidence(), proposal.inferRanges(), seed)) {
            case Outcome.Refused<Workbench.Trial>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<Workbench.Trial>(var trial) -> {
                var evidence = evidence(proposal.evidence(), trial);
                before.run();
                yield shelf.alone(() ->
                        switch (number(proposal, digest, by)) {
                            case Outcome.Refused<ReleaseId>(var problem) ->
                                    Outcome.<CreatedView>refused(problem);
                            case Outcome.Done<ReleaseId>(var id) ->
                                    Outcome.done(remember(proposal, evidence, trial, id, by));
                        });
            }
        };
    }

    private Outcome<CreatedView> assemble(ReleaseDraft draft, Submission submission)
            throws IOException {
        return switch (drafts.assemble(draft, new SubmittedFiles(submission, releases))) {
            case Outcome.Refused<Proposal>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<Proposal>(var proposal) -> make(proposal, submission.by());
        };
    }

    private OfflineEvidence evidence(OfflineEvidence declared, Workbench.Trial trial)
            throws IOException {
        Optional<Blob> golden = declared.golden();
        if (trial.golden().isPresent()) {
            byte[] rows = trial.golden().get();
            golden =
                    Optional.of(
                            new Blob(
                                    declared.golden().map(Blob::name).orElse("golden.ndjson"),
                                    releases.store(new ByteArrayInputStream(rows)),
                                    rows.length));
        }
        return new OfflineEvidence(
                declared.dataset(),
                declared.metrics(),
                golden,
                trial.generated() || declared.goldenGenerated(),
                declared.rows(),
                trial.ranges());
    }

    private Outcome<ReleaseId> number(Proposal proposal, Digest digest, Actor by) {
        ServiceLoop loop = services.open(proposal.service());
        return switch (loop.handle(new Event.Created(clock.instant(), by, digest))) {
            case Answer.Refused(var problem) -> Outcome.refused(problem);
            case Answer.Changed(var state, _) ->
                    Outcome.done(state.standing().release(digest).orElseThrow());
            case Answer.Same(var state) ->
                    Outcome.done(state.standing().release(digest).orElseThrow());
        };
    }

    private CreatedView remember(
            Proposal proposal,
            OfflineEvidence evidence,
            Workbench.Trial trial,
            ReleaseId id,
            Actor by)
            throws IOException {
        var release =
                new Release(
                        proposal.service(),
                        id,
                        proposal.manifest(),
                        proposal.label(),
                        proposal.annotations(),
                        evidence,
                        clock.instant(),
                        by);
        releases.remember(release);
        var warnings = new ArrayList<>(proposal.warnings());
        warnings.addAll(trial.warnings());
        return new CreatedView(
                release.service().text(),
                id.name(),
                id.digest().toString(),
                true,
                PartView.all(release.parts()),
                checks(release, trial),
                warnings,
                List.of());
    }

    private static List<String> checks(Release release, Workbench.Trial trial) {
        var checks = new ArrayList<String>();
        checks.add("files match their digests");
        checks.add(
                "model inputs fit schema and features ("
                        + release.parts().schema().inputs().size()
                        + " in, "
                        + release.parts().schema().outputs().size()
                        + " out)");
        var rows =
                trial.golden().isEmpty()
                        ? "model loads"
                        : "model loads and answers "
                                + trial.rows()
                                + (trial.generated() ? " drawn" : " golden")
                                + " rows (p99 "
                                + String.format(
                                        java.util.Locale.ROOT, "%.2f", trial.p99Micros() / 1000.0)
                                + " ms)";
        checks.add(rows);
        checks.add(
                release.parts().features() instanceof Parts.Features.Lookup(var component, _)
                        ? "may be rolled back as long as the rows of "
                                + component
                                + " stay where they are; every other part is stored here"
                        : "may be rolled back: every part is stored here, none only by reference");
        return checks;
    }

    /// The first word stands: what is said otherwise this time is told, not taken.
    private CreatedView again(Release release, Proposal draft) throws IOException {
        return new CreatedView(
                release.service().text(),
                release.id().name(),
                release.id().digest().toString(),
                false,
                PartView.all(release.parts()),
                List.of("the same bytes are stored already, as " + release.id()),
                List.of(),
                new SaidOtherwise(releases).than(release, draft));
    }
}
