package lastgood.control.drill;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import lastgood.control.preflight.Outlook;
import lastgood.control.preflight.Piece;
import lastgood.control.preflight.Rehearsal;
import lastgood.control.preflight.Rehearsed;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.drill.Drill;
import lastgood.core.port.Drills;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.wire.Json;
import lastgood.wire.view.DrillEvidenceView;
import lastgood.wire.view.DrillView;
import lastgood.wire.view.StepView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds drills. A drill in mode `restore` does all that going back needs beside what serves, and moves nothing.
public final class DrillDesk {
    private static final Logger LOG = LoggerFactory.getLogger(DrillDesk.class);
    private static final String RESTORE = "restore";

    private final Drills drills;
    private final Outlook outlook;
    private final Rehearsal rehearsal;
    private final InstantSource clock;

    /// One at a time, or they would measure each other.
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Rehearsals rehearsals = new Rehearsals();

    public DrillDesk(Drills drills, Outlook outlook, Rehearsal rehearsal, InstantSource clock) {
        this.drills = drills;
        this.outlook = outlook;
        this.rehearsal = rehearsal;
        this.clock = clock;
    }

    /// Takes up what was kept.
    public void begin() {
        try {
            drills.list().reversed().forEach(rehearsals::add);
        } catch (IOException e) {
            LOG.error("earlier drills cannot be read", e);
        }
    }

    /// The latest of a service.
    public Optional<Drill> last(ServiceName service) {
        return rehearsals.last(service);
    }

    /// The latest of a release, however it ended.
    public Optional<Drill> last(ServiceName service, ReleaseId release) {
        return rehearsals.last(service, release);
    }

    /// The latest of a release that passed.
    public Optional<Drill> passed(ServiceName service, ReleaseId release) {
        return rehearsals.passed(service, release);
    }

    /// Newest first.
    public List<DrillView> list(ServiceName service) throws IOException {
        return drills.list().stream()
                .filter(drill -> drill.service().equals(service))
                .map(DrillView::of)
                .toList();
    }

    /// @param id `D-12`, or its number
    public Outcome<DrillView> show(String id) throws IOException {
        var drill = find(id);
        return drill.isPresent() ? Outcome.done(DrillView.of(drill.get())) : unknown(id);
    }

    /// The evidence file of a drill, byte for byte.
    public Outcome<byte[]> evidence(String id) throws IOException {
        var drill = find(id);
        if (drill.isEmpty()) {
            return unknown(id);
        }
        return drills.evidence(drill.get().number())
                .map(Outcome::done)
                .orElseGet(() ->
                        Outcome.refused(
                                Problem.of(
                                                Code.BLOB_DAMAGED,
                                                "The evidence of " + drill.get().id() + " is gone.")
                                        .because("its file is no longer in DATA/drills")));
    }

    public Outcome<DrillView> run(ServiceLoop loop, String mode, Actor by) throws IOException {
        if (!mode.equals(RESTORE)) {
            return Outcome.refused(
                    Problem.of(
                                    Code.NOT_IN_THIS_VERSION,
                                    "A drill in mode '" + mode + "' is not in this version.")
                            .because("the one mode there is: " + RESTORE)
                            .tryThis("lastgood drill run SERVICE --mode " + RESTORE));
        }
        turn.lock();
        try {
            var state = loop.state();
            var target =
                    outlook.target(loop.service(), state).or(() -> state.standing().lastGood());
            return target.isEmpty()
                    ? nowhere(loop.service())
                    : Outcome.done(DrillView.of(run(loop, target.get(), by)));
        } finally {
            turn.unlock();
        }
    }

    private Drill run(ServiceLoop loop, ReleaseId target, Actor by) throws IOException {
        var at = clock.instant();
        long epoch = loop.state().standing().epoch();
        var servesAs = target.digest();
        Rehearsed found;
        switch (outlook.to(loop.service(), loop.state(), target)) {
            case Outcome.Refused<Outlook.Way>(var problem) -> found = Rehearsal.failed(problem);
            case Outcome.Done<Outlook.Way>(var way) -> {
                servesAs = way.serving().id().digest();
                found = rehearsal.of(way, Workbench.Pace.FULL);
            }
        }
        var draft =
                new Drill(
                        0,
                        loop.service(),
                        target,
                        Drill.Mode.RESTORE,
                        by,
                        at,
                        found.took(),
                        found.steps(),
                        Optional.empty());
        var as = servesAs;
        var kept = drills.keep(draft, drill -> Json.bytes(evidence(drill, as, found, loop, epoch)));
        rehearsals.add(kept);
        return kept;
    }

    private static DrillEvidenceView evidence(
            Drill drill, Digest servesAs, Rehearsed found, ServiceLoop loop, long epoch) {
        var state = loop.state();
        var view = DrillView.of(drill);
        return new DrillEvidenceView(
                view.drill(),
                view.service(),
                view.release(),
                view.digest(),
                servesAs.toString(),
                view.mode(),
                view.result(),
                view.at(),
                view.by(),
                view.tookMs(),
                drill.steps().stream().map(StepView::of).toList(),
                found.pieces().stream().map(DrillDesk::piece).toList(),
                state.phase().serving().map(ReleaseId::name).orElse("nothing"),
                epoch,
                state.standing().epoch(),
                Machine.facts());
    }

    private static DrillEvidenceView.Piece piece(Piece piece) {
        return new DrillEvidenceView.Piece(
                piece.name(),
                piece.digest().toString(),
                piece.bytes(),
                piece.trouble().orElse("as recorded"));
    }

    private Optional<Drill> find(String id) throws IOException {
        return id.matches("(D-)?[1-9][0-9]{0,8}")
                ? drills.find(Integer.parseInt(id.replace("D-", "")))
                : Optional.empty();
    }

    private static <T> Outcome<T> nowhere(ServiceName service) {
        return Outcome.refused(
                Problem.of(
                                Code.NOTHING_TO_RETURN_TO,
                                "There is nothing to drill: "
                                        + service
                                        + " has no release to go back to.")
                        .because("no release has earned good, or all that did are held")
                        .tryThis("lastgood status " + service));
    }

    private static <T> Outcome<T> unknown(String id) {
        return Outcome.refused(
                Problem.of(Code.NO_SUCH_DRILL, "There is no drill '" + id + "'.")
                        .tryThis("lastgood drill list SERVICE"));
    }
}
