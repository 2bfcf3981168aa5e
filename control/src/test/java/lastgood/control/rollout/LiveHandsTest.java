package lastgood.control.rollout;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import lastgood.control.errand.QueuedErrands;
import lastgood.control.guard.EvidenceDesk;
import lastgood.control.incident.IncidentDesk;
import lastgood.control.notice.Feed;
import lastgood.core.port.Aliases;
import lastgood.core.port.MemoryCountSource;
import lastgood.core.port.MemoryCounts;
import lastgood.core.port.MemoryIncidents;
import lastgood.core.port.MemoryJournal;
import lastgood.core.port.MemoryLabels;
import lastgood.core.port.MemoryNotifier;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.MemoryRouteBoard;
import lastgood.core.port.MemoryStandby;
import lastgood.core.port.Samples;
import lastgood.core.port.ScriptedProbe;
import lastgood.core.port.ScriptedWorkbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of a route that names a release which is not loaded. r1 is live under epoch 1, r2 is stored.
class LiveHandsTest {
    private static final Route.Watch WATCH = new Route.Watch(2, 1, Set.of(), false);

    private final MemoryRouteBoard board = new MemoryRouteBoard();
    private final MemoryReleases releases = new MemoryReleases();
    private final MemoryStandby standby = new MemoryStandby();
    private final QueuedErrands errands = new QueuedErrands();
    private final LiveHands hands = hands();
    private final ServiceLoop loop = new ServiceLoop(TUMOUR, new MemoryJournal(), hands);
    private ReleaseId r1 = Samples.releaseId(1);
    private ReleaseId r2 = Samples.releaseId(2);

    @BeforeEach
    void r1IsLive() throws IOException {
        r1 = stored(1);
        r2 = stored(2);
        loop.handle(new Event.Created(NOON, ALICE, r1.digest()));
        loop.handle(new Event.Started(NOON, ALICE, r1, Samples.terms()));
        errands.close();
    }

    @Test
    void aRouteIsTriedAgainUntilItCanBePutUp() {
        board.notReady(r2, "not loaded");
        standby.refuse(r2, Problem.of(Code.NOT_PREPARED, "the disk cannot be read"));
        hands.serve(TUMOUR, serve(2, new Route.Split.Settled(r2)));

        errands.runAll();
        errands.runAll();

        assertThat(serving()).contains(r1);
        assertThat(errands.waiting()).as("one more try").isEqualTo(1);
    }

    @Test
    void aRouteIsPutUpOnceWhatItNeedsIsLoaded() {
        board.notReady(r2, "not loaded");
        hands.serve(TUMOUR, serve(2, new Route.Split.Settled(r2)));
        board.ready(r2);

        errands.runAll();

        assertThat(serving()).contains(r2);
    }

    @Test
    void aRouteThatIsPastIsNeitherPutUpNorEndsTheRolloutOfToday() {
        board.notReady(r2, "not loaded");
        standby.refuse(r2, Problem.of(Code.NOT_PREPARED, "it does not load"));
        var trying = new Route.Split.Trying(r1, r2, Samples.terms().steps().getFirst(), WATCH);
        hands.serve(TUMOUR, serve(0, trying)); // control has gone on to epoch 1

        errands.runAll();

        assertThat(serving()).contains(r1);
        assertThat(loop.history().getFirst().how()).isEqualTo("first");
        assertThat(errands.waiting()).isZero();
    }

    private Optional<ReleaseId> serving() {
        return board.serving(TUMOUR).map(route -> route.split().live());
    }

    private static Command.Serve serve(long epoch, Route.Split split) {
        return new Command.Serve(split, epoch);
    }

    private LiveHands hands() {
        var labels = new MemoryLabels();
        var evidence = new EvidenceDesk(new MemoryCountSource(), new MemoryCounts(), labels);
        var incidents =
                new IncidentDesk(
                        new MemoryIncidents(),
                        releases,
                        labels,
                        evidence,
                        new ScriptedWorkbench(Samples.schema()),
                        _ -> Samples.settings(),
                        errands);
        return new LiveHands(
                board,
                ScriptedProbe.of(board),
                releases,
                incidents,
                new MemoryNotifier(),
                Aliases.NONE,
                new Feed(),
                new StandbyKeeper(
                        standby,
                        releases,
                        Binders.identity(releases),
                        _ -> State.NEW,
                        WaysBack.ALONE),
                _ -> loop(),
                () -> NOON,
                errands,
                Binders.identity(releases),
                () -> {});
    }

    private ServiceLoop loop() {
        return loop;
    }

    private ReleaseId stored(int number) throws IOException {
        var bytes = Samples.bytes("model " + number);
        releases.store(new ByteArrayInputStream(bytes));
        var model = Samples.blob("model " + number);
        var release =
                Samples.release(TUMOUR, number, model, releases.seal(Samples.manifest(model)));
        releases.remember(release);
        return release.id();
    }
}
