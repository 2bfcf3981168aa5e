package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.releaseId;
import static lastgood.core.port.Samples.settled;
import static lastgood.core.port.Samples.tripped;
import static lastgood.core.port.Samples.trying;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Lease;
import org.junit.jupiter.api.Test;

class MemoryRouteBoardTest extends RouteBoardContract {
    private final MemoryVetoes vetoes = new MemoryVetoes();
    private MemoryRouteBoard board = new MemoryRouteBoard(vetoes);

    @Override
    protected RouteBoard open() {
        board.notReady(missing(), "not loaded");
        return board;
    }

    @Override
    protected RouteBoard restarted() {
        board = new MemoryRouteBoard(vetoes);
        return board;
    }

    @Override
    protected ReleaseId ready(ServiceName service, int number) {
        return releaseId(number);
    }

    @Override
    protected ReleaseId missing() {
        return releaseId(99);
    }

    @Override
    protected void breakHardLimit(ServiceName service) {
        board.veto(service, List.of(tripped()));
    }

    @Override
    protected void pass(Duration time) {
        board.pass(time);
    }

    @Override
    protected void putBack(ServiceName service, Instant at, Actor by) {
        board.putBack(service, releaseId(1), at, by);
    }

    @Test
    void aLapsedCandidateIsNotServed() {
        board.pin(trying(TUMOUR, 1, releaseId(1), releaseId(2), 3));
        board.pass(Lease.LENGTH);
        assertThat(board.serving(TUMOUR)).hasValue(settled(TUMOUR, 1, releaseId(1)));
    }

    @Test
    void whatIsForbiddenIsNotServed() {
        board.pin(trying(TUMOUR, 1, releaseId(1), releaseId(2), 3));
        assertThat(board.serving(TUMOUR)).isEqualTo(board.route(TUMOUR));
        board.veto(TUMOUR, List.of());
        assertThat(board.serving(TUMOUR)).hasValue(settled(TUMOUR, 1, releaseId(1)));
        assertThat(board.pinned())
                .containsExactly(trying(TUMOUR, 1, releaseId(1), releaseId(2), 3));
    }
}
