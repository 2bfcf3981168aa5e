package lastgood.core.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Reading;
import lastgood.core.release.PartName;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;

/// The story of one trip, or of an emergency in which a person had the gateway put a service back.
///
/// @param number `INC-3` is number 3
/// @param returnedTo empty: there was nothing to return to
/// @param resolvedAt when traffic was seen where it should be
/// @param answers that the release gave or was to give in this rollout: every request it was asked
/// @param wrong of these, those that a label says were wrong or that it failed on, whoever answered then
/// @param unlabelled of these, those it did answer and nobody has labelled
/// @param why said where it was no guard that tripped
/// @param replay what both releases say to the same recorded rows, offline
public record Incident(
        int number,
        ServiceName service,
        int rollout,
        ReleaseId release,
        Optional<ReleaseId> returnedTo,
        Instant at,
        Optional<Instant> resolvedAt,
        List<Reading> tripped,
        long answers,
        long wrong,
        long unlabelled,
        Optional<Suspect> suspect,
        Optional<Replay> replay,
        boolean held,
        Optional<String> why) {

    public Incident {
        tripped = List.copyOf(tripped);
    }

    /// Of guards that tripped.
    public Incident(
            int number,
            ServiceName service,
            int rollout,
            ReleaseId release,
            Optional<ReleaseId> returnedTo,
            Instant at,
            Optional<Instant> resolvedAt,
            List<Reading> tripped,
            long answers,
            long wrong,
            long unlabelled,
            Optional<Suspect> suspect,
            Optional<Replay> replay,
            boolean held) {
        this(
                number,
                service,
                rollout,
                release,
                returnedTo,
                at,
                resolvedAt,
                tripped,
                answers,
                wrong,
                unlabelled,
                suspect,
                replay,
                held,
                Optional.empty());
    }

    /// A trip of which nothing more is known than that it happened.
    public static Incident opened(ServiceName service, Instant at, Command.OpenIncident open) {
        return new Incident(
                0,
                service,
                open.rollout(),
                open.release(),
                open.returnedTo(),
                at,
                Optional.empty(),
                open.tripped(),
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                open.held(),
                open.why());
    }

    public Incident withNumber(int next) {
        return with(next, resolvedAt, answers, wrong, unlabelled, suspect, replay);
    }

    public Incident withCounts(long nowAnswers, long nowWrong, long nowUnlabelled) {
        return with(number, resolvedAt, nowAnswers, nowWrong, nowUnlabelled, suspect, replay);
    }

    public Incident withSuspect(Optional<Suspect> found) {
        return with(number, resolvedAt, answers, wrong, unlabelled, found, replay);
    }

    public Incident withReplay(Replay done) {
        return with(number, resolvedAt, answers, wrong, unlabelled, suspect, Optional.of(done));
    }

    /// Traffic was seen where it should be.
    public Incident resolved(Instant when) {
        return with(number, Optional.of(when), answers, wrong, unlabelled, suspect, replay);
    }

    /// The same trip, with what may become known of it later.
    private Incident with(
            int nextNumber,
            Optional<Instant> nextResolvedAt,
            long nextAnswers,
            long nextWrong,
            long nextUnlabelled,
            Optional<Suspect> nextSuspect,
            Optional<Replay> nextReplay) {
        return new Incident(
                nextNumber,
                service,
                rollout,
                release,
                returnedTo,
                at,
                nextResolvedAt,
                tripped,
                nextAnswers,
                nextWrong,
                nextUnlabelled,
                nextSuspect,
                nextReplay,
                held,
                why);
    }

    /// `INC-3`
    public String id() {
        return "INC-" + number;
    }

    /// The part that the evidence points to, and what it is that points there.
    public record Suspect(PartName part, String what) {}

    /// How often each release is right on the recorded, labelled rows of the one that went on serving.
    public record Replay(long rows, double releaseRight, double returnedToRight) {}
}
