package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.settled;
import static lastgood.core.port.Samples.trying;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lastgood.core.guard.Reading;
import lastgood.core.port.RouteBoard.Pinned;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;

/// What every route board promises.
public abstract class RouteBoardContract {
    private static final Duration ALMOST = Lease.LENGTH.minusMillis(1);

    /// The board of this test.
    protected abstract RouteBoard open() throws Exception;

    /// A board as it is after a restart of what holds it: no routes, and the vetoes of before.
    protected abstract RouteBoard restarted() throws Exception;

    /// Release `number` of a service, loaded and warm on the boards of this test, before and after a restart.
    protected abstract ReleaseId ready(ServiceName service, int number) throws Exception;

    /// A release that the board of this test does not hold ready.
    protected abstract ReleaseId missing() throws Exception;

    /// Has what the service's route exposes break the hard limit.
    protected abstract void breakHardLimit(ServiceName service) throws Exception;

    /// So much time passes at the board of this test, and it looks at its leases.
    protected abstract void pass(Duration time) throws Exception;

    /// A person has the gateway of this test put the service back, to release 1.
    protected abstract void putBack(ServiceName service, Instant at, Actor by) throws Exception;

    private record Heard(ServiceName service, Route.Veto veto, List<Reading> readings) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    @Test
    void aRouteThatIsPinnedIsUp() throws Exception {
        var board = open();
        var route = settled(TUMOUR, 1, ready(TUMOUR, 1));
        assertThat(board.route(TUMOUR)).isEmpty();
        assertThat(board.pin(route)).isEqualTo(new Pinned.Done());
        assertThat(board.route(TUMOUR)).hasValue(route);
        assertThat(board.route(WINE)).isEmpty();
    }

    @Test
    void aHigherEpochReplacesALowerOneAndEpochsMayBeLeftOut() throws Exception {
        var board = open();
        board.pin(settled(TUMOUR, 1, ready(TUMOUR, 1)));
        var next = trying(TUMOUR, 5, ready(TUMOUR, 1), ready(TUMOUR, 2), 1);
        assertThat(board.pin(next)).isEqualTo(new Pinned.Done());
        assertThat(board.route(TUMOUR)).hasValue(next);
    }

    @Test
    void theSameRouteAgainIsDone() throws Exception {
        var board = open();
        var route = settled(TUMOUR, 1, ready(TUMOUR, 1));
        board.pin(route);
        assertThat(board.pin(route)).isEqualTo(new Pinned.Done());
    }

    @Test
    void routesThatArePinnedTogetherAreUpTogether() throws Exception {
        var board = open();
        var tumour = settled(TUMOUR, 7, ready(TUMOUR, 1));
        var wine = settled(WINE, 7, ready(WINE, 1));
        assertThat(board.pin(List.of(tumour, wine))).isEqualTo(new Pinned.Done());
        assertThat(board.route(TUMOUR)).hasValue(tumour);
        assertThat(board.route(WINE)).hasValue(wine);
        assertThat(board.pin(List.of(wine, tumour))).as("again").isEqualTo(new Pinned.Done());
    }

    @Test
    void whereOneOfThemCannotBePinnedNoneIs() throws Exception {
        var board = open();
        var before = settled(TUMOUR, 3, ready(TUMOUR, 1));
        board.pin(before);
        var tumour = settled(TUMOUR, 7, ready(TUMOUR, 2));
        assertThat(board.pin(List.of(tumour, settled(WINE, 7, missing()))))
                .isInstanceOf(Pinned.NotReady.class);
        assertThat(board.route(TUMOUR)).hasValue(before);
        var wine = settled(WINE, 9, ready(WINE, 1));
        board.pin(wine);
        assertThat(board.pin(List.of(tumour, settled(WINE, 8, ready(WINE, 1)))))
                .isEqualTo(new Pinned.Outrun(9));
        assertThat(board.route(TUMOUR)).hasValue(before);
        assertThat(board.route(WINE)).hasValue(wine);
    }

    @Test
    void anOldEpochIsOutrun() throws Exception {
        var board = open();
        var route = settled(TUMOUR, 7, ready(TUMOUR, 1));
        board.pin(route);
        assertThat(board.pin(settled(TUMOUR, 6, ready(TUMOUR, 2)))).isEqualTo(new Pinned.Outrun(7));
        assertThat(board.pin(settled(TUMOUR, 7, ready(TUMOUR, 2)))).isEqualTo(new Pinned.Outrun(7));
        assertThat(board.route(TUMOUR)).hasValue(route);
    }

    @Test
    void aReleaseThatIsNotReadyIsNotPinned() throws Exception {
        var board = open();
        var route = settled(TUMOUR, 1, ready(TUMOUR, 1));
        board.pin(route);
        var missing = missing();
        var answer = board.pin(trying(TUMOUR, 2, ready(TUMOUR, 1), missing, 1));
        assertThat(answer).isInstanceOf(Pinned.NotReady.class);
        assertThat(((Pinned.NotReady) answer).release()).isEqualTo(missing);
        assertThat(board.route(TUMOUR)).hasValue(route);
    }

    @Test
    void aBrokenHardLimitIsHeardOfOnceAndTheRouteStaysUp() throws Exception {
        var board = open();
        board.onVeto((service, veto, readings) -> heard.add(new Heard(service, veto, readings)));
        var route = trying(TUMOUR, 1, ready(TUMOUR, 1), ready(TUMOUR, 2), 3);
        board.pin(route);
        breakHardLimit(TUMOUR);
        var first = next();
        assertThat(first.service()).isEqualTo(TUMOUR);
        assertThat(first.veto()).isEqualTo(route.exposes().orElseThrow());
        assertThat(first.readings()).isNotEmpty();
        assertThat(board.route(TUMOUR)).as("vetoes not considered").hasValue(route);
    }

    @Test
    void aVetoFromBeforeARestartIsHeardOfWhenARouteExposesIt() throws Exception {
        var before = open();
        var route = trying(TUMOUR, 1, ready(TUMOUR, 1), ready(TUMOUR, 2), 3);
        before.onVeto((service, veto, readings) -> heard.add(new Heard(service, veto, readings)));
        before.pin(route);
        breakHardLimit(TUMOUR);
        next();
        var after = restarted();
        after.onVeto((service, veto, readings) -> heard.add(new Heard(service, veto, readings)));
        after.pin(settled(TUMOUR, 2, ready(TUMOUR, 1)));
        assertThat(heard).isEmpty();
        assertThat(after.vetoes(TUMOUR)).containsExactly(route.exposes().orElseThrow());
        assertThat(after.vetoes(WINE)).isEmpty();
        after.pin(trying(TUMOUR, 3, ready(TUMOUR, 1), ready(TUMOUR, 2), 3));
        assertThat(next().veto()).isEqualTo(route.exposes().orElseThrow());
    }

    @Test
    void anAcknowledgedVetoIsForgotten() throws Exception {
        var before = open();
        var route = trying(TUMOUR, 1, ready(TUMOUR, 1), ready(TUMOUR, 2), 3);
        before.onVeto((service, veto, readings) -> heard.add(new Heard(service, veto, readings)));
        before.pin(route);
        breakHardLimit(TUMOUR);
        before.acknowledge(TUMOUR, next().veto());
        var after = restarted();
        assertThat(after.vetoes(TUMOUR)).isEmpty();
        after.onVeto((service, veto, readings) -> heard.add(new Heard(service, veto, readings)));
        after.pin(trying(TUMOUR, 3, ready(TUMOUR, 1), ready(TUMOUR, 2), 3));
        after.pin(settled(TUMOUR, 4, ready(TUMOUR, 1)));
        assertThat(heard).isEmpty();
    }

    private record Lapse(ServiceName service, long epoch) {}

    private final BlockingQueue<Lapse> lapses = new LinkedBlockingQueue<>();

    private RouteBoard watched() throws Exception {
        var board = open();
        board.onLapse((service, epoch) -> lapses.add(new Lapse(service, epoch)));
        return board;
    }

    @Test
    void aCandidatesLeaseRunsOutAndIsHeardOfOnce() throws Exception {
        var board = watched();
        var route = trying(TUMOUR, 4, ready(TUMOUR, 1), ready(TUMOUR, 2), 3);
        board.pin(route);
        pass(ALMOST);
        board.renew(TUMOUR);
        pass(ALMOST);
        board.renew(WINE);
        assertThat(lapses).as("it was renewed").isEmpty();
        pass(ALMOST);
        assertThat(nextLapse()).isEqualTo(new Lapse(TUMOUR, 4));
        assertThat(board.route(TUMOUR)).as("what is asked for").hasValue(route);
        assertThat(board.vetoes(TUMOUR)).as("nothing is known against it").isEmpty();
        pass(ALMOST);
        assertThat(lapses).isEmpty();
    }

    @Test
    void noRenewalBringsALapsedCandidateBackNorDoesItsNextStep() throws Exception {
        var board = watched();
        board.pin(trying(TUMOUR, 4, ready(TUMOUR, 1), ready(TUMOUR, 2), 3));
        pass(Lease.LENGTH);
        assertThat(nextLapse()).isEqualTo(new Lapse(TUMOUR, 4));
        board.renew(TUMOUR);
        board.pin(trying(TUMOUR, 5, ready(TUMOUR, 1), ready(TUMOUR, 2), 3));
        assertThat(nextLapse()).as("again: it still exposes").isEqualTo(new Lapse(TUMOUR, 5));
        board.pin(settled(TUMOUR, 6, ready(TUMOUR, 1)));
        board.pin(trying(TUMOUR, 7, ready(TUMOUR, 1), ready(TUMOUR, 2), 3));
        pass(ALMOST);
        assertThat(lapses).as("somebody resumed it").isEmpty();
    }

    @Test
    void leavingALapsedCandidateLeavesNoVeto() throws Exception {
        var board = watched();
        board.pin(trying(TUMOUR, 4, ready(TUMOUR, 1), ready(TUMOUR, 2), 3));
        pass(Lease.LENGTH);
        nextLapse();
        board.pin(settled(TUMOUR, 5, ready(TUMOUR, 1)));
        assertThat(board.vetoes(TUMOUR)).isEmpty();
        assertThat(restarted().vetoes(TUMOUR)).isEmpty();
    }

    @Test
    void whatIsLiveNeedsNoLease() throws Exception {
        var board = watched();
        board.pin(settled(WINE, 1, ready(WINE, 1)));
        var watch = new Route.Watch(3, 2, java.util.Set.of(), false);
        var baking =
                new Route.Split.Proving(
                        ready(TUMOUR, 2), java.util.Optional.of(ready(TUMOUR, 1)), watch);
        board.pin(new Route(TUMOUR, 1, baking));
        pass(Lease.LENGTH.multipliedBy(9));
        board.pin(trying(WINE, 2, ready(WINE, 1), ready(WINE, 2), 3));
        pass(Lease.LENGTH);
        assertThat(nextLapse()).as("the first of all").isEqualTo(new Lapse(WINE, 2));
    }

    @Test
    void whatAPersonHadPutBackIsHeardOfWithWhoAndWhere() throws Exception {
        for (var settled : List.of(true, false)) {
            var board = settled ? open() : restarted();
            var heardOf = new LinkedBlockingQueue<RouteBoard.PutBack>();
            board.onPutBack(heardOf::add);
            var route =
                    settled
                            ? settled(TUMOUR, 4, ready(TUMOUR, 2))
                            : trying(TUMOUR, 4, ready(TUMOUR, 1), ready(TUMOUR, 2), 3);
            var veto = route.exposes().orElse(Route.Veto.ofAny(ready(TUMOUR, 2)));
            ready(TUMOUR, 1);
            board.pin(route);
            putBack(TUMOUR, Samples.NOON, Samples.ALICE);
            assertThat(heardOf.poll(20, TimeUnit.SECONDS))
                    .isEqualTo(
                            new RouteBoard.PutBack(
                                    TUMOUR,
                                    ready(TUMOUR, 2),
                                    ready(TUMOUR, 1),
                                    Samples.NOON,
                                    Samples.ALICE));
            assertThat(board.vetoes(TUMOUR)).containsExactly(veto);
            assertThat(board.route(TUMOUR)).as("what is asked for").hasValue(route);
            board.acknowledge(TUMOUR, veto);
            board.pin(settled(TUMOUR, 5, ready(TUMOUR, 1)));
            assertThat(restarted().vetoes(TUMOUR)).isEmpty();
        }
    }

    private Lapse nextLapse() throws InterruptedException {
        return java.util.Optional.ofNullable(lapses.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no lapse was heard of"));
    }

    private Heard next() throws InterruptedException {
        return java.util.Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no veto was heard of"));
    }
}
