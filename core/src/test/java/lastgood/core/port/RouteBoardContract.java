package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.settled;
import static lastgood.core.port.Samples.trying;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lastgood.core.guard.Reading;
import lastgood.core.port.RouteBoard.Pinned;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;

/// What every route board promises.
public abstract class RouteBoardContract {
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

    private Heard next() throws InterruptedException {
        return java.util.Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no veto was heard of"));
    }
}
