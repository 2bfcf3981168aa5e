package lastgood.control.rollout;

import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.MemoryStandby;
import lastgood.core.port.Samples;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Standing;
import lastgood.core.rollout.State;
import lastgood.core.rollout.WayBack;
import lastgood.testing.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// r1 is live, r2 is stored.
class StandbyKeeperTest {
    private final MemoryReleases releases = new MemoryReleases();
    private final MemoryStandby standby = new MemoryStandby();
    private final AtomicReference<State> inForce = new AtomicReference<>(State.NEW);
    private final StandbyKeeper keeper =
            new StandbyKeeper(
                    standby,
                    releases,
                    Binders.identity(releases),
                    _ -> inForce.get(),
                    WaysBack.ALONE);
    private ReleaseId first = Samples.releaseId(1);
    private ReleaseId second = Samples.releaseId(2);

    @BeforeEach
    void aServiceWithTwoReleases() throws IOException {
        first = stored(1);
        second = stored(2);
        inForce.set(new State(Standing.NEW, new Phase.Steady(first)));
        keeper.arrange(TUMOUR, inForce.get());
    }

    @Test
    void whatAStateDoesNotNeedIsLetGoOf() {
        assertThat(keeper.load(TUMOUR, second)).isEmpty();
        keeper.arrange(TUMOUR, inForce.get());

        assertThat(standby.ready(TUMOUR)).containsExactly(first);
    }

    @Test
    void theGatewayIsToldWhereAPersonsEmergencyGoes() {
        assertThat(standby.wayBack(TUMOUR))
                .contains(
                        Map.entry(
                                first,
                                new WayBack.Nowhere("there is no release to go back to yet")));
        var both =
                new Standing(
                        Optional.empty(),
                        List.of(first, second),
                        List.of(1, 2),
                        new TreeMap<>(),
                        7,
                        2);
        arrange(new State(both, new Phase.Steady(second)));
        assertThat(standby.wayBack(TUMOUR)).contains(Map.entry(second, new WayBack.To(first)));

        arrange(new State(both, new Phase.Returned(second, first, Samples.NOON)));
        assertThat(standby.wayBack(TUMOUR))
                .as("it has gone back and goes no further")
                .contains(Map.entry(second, new WayBack.Done()));
    }

    private void arrange(State state) {
        inForce.set(state);
        keeper.arrange(TUMOUR, state);
    }

    @Test
    void tryingOutSaysWhetherAReleaseLoadsAndKeepsNoneThatIsNotNeeded() {
        assertThat(keeper.tryOut(TUMOUR, second)).isEmpty();
        assertThat(standby.ready(TUMOUR)).containsExactly(first);

        standby.refuse(second, Problem.of(Code.NOT_PREPARED, "r2 does not load"));
        assertThat(keeper.tryOut(TUMOUR, second).map(Problem::what)).contains("r2 does not load");
        assertThat(standby.ready(TUMOUR)).containsExactly(first);
    }

    @Test
    void whatIsReadyNeedsNoStoreToBeTriedOut() {
        standby.refuse(first, Problem.of(Code.NOT_PREPARED, "the disk is gone"));

        assertThat(keeper.tryOut(TUMOUR, first)).isEmpty();
    }

    @Test
    void whatWasMadeReadyForARolloutIsNotLetGoOfBeforeItHasStarted() throws Exception {
        var arranged = new CompletableFuture<Boolean>();
        var held =
                keeper.holding(
                        TUMOUR,
                        List.of(first, second),
                        inForce.get().phase(),
                        () -> {
                            var late = Thread.ofPlatform().start(() -> arrangeNow(arranged));
                            awaitBlockedOrDone(late);
                            return Outcome.done(standby.isReady(TUMOUR, second));
                        });

        assertThat(held).isEqualTo(Outcome.done(true));
        assertThat(arranged.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(standby.ready(TUMOUR)).containsExactly(first);
    }

    @Test
    void whereOneCannotBeMadeReadyNothingIsDone() {
        var broken = Problem.of(Code.INVALID_RELEASE, "it does not load");
        standby.refuse(second, broken);

        assertThat(
                        keeper.holding(
                                TUMOUR,
                                List.of(first, second),
                                inForce.get().phase(),
                                () -> Outcome.done("started")))
                .isEqualTo(Outcome.refused(broken));
    }

    private void arrangeNow(CompletableFuture<Boolean> arranged) {
        keeper.arrange(TUMOUR, inForce.get());
        arranged.complete(true);
    }

    /// The thread has done what it can do now.
    private static void awaitBlockedOrDone(Thread thread) {
        Patience.until(
                "it waits or is done",
                () -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
    }

    private ReleaseId stored(int number) throws IOException {
        var model = Samples.blob("model " + number);
        releases.store(new ByteArrayInputStream(Samples.bytes("model " + number)));
        var digest = releases.seal(Samples.manifest(model));
        var release = Samples.release(TUMOUR, number, model, digest);
        releases.remember(release);
        return release.id();
    }
}
