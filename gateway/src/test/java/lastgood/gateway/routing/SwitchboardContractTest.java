package lastgood.gateway.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import lastgood.core.port.MemoryVetoes;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.RouteBoardContract;
import lastgood.core.port.Samples;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.WayBack;

class SwitchboardContractTest extends RouteBoardContract {
    private final MemoryVetoes vetoes = new MemoryVetoes();
    private long nanos = Long.MAX_VALUE - 1;
    private Switchboard<String> board = made();

    private Switchboard<String> made() {
        return new Switchboard<>(vetoes, Runnable::run, _ -> {}, () -> nanos);
    }

    @Override
    protected RouteBoard open() {
        return board;
    }

    @Override
    protected RouteBoard restarted() {
        board = made();
        return board;
    }

    @Override
    protected ReleaseId ready(ServiceName service, int number) {
        var id = Samples.releaseId(number);
        board.load(service, id, id.name());
        return id;
    }

    @Override
    protected ReleaseId missing() {
        return Samples.releaseId(99);
    }

    @Override
    protected void breakHardLimit(ServiceName service) {
        var lanes = board.lanes(service.text()).orElseThrow();
        for (int i = 0; i < 100; i++) {
            board.noted(lanes, true, OptionalInt.empty());
        }
    }

    @Override
    protected void putBack(ServiceName service, Instant at, Actor by) {
        board.wayBack(service, Samples.releaseId(2), new WayBack.To(Samples.releaseId(1)));
        board.putBack(service, at, by);
    }

    @Override
    protected void pass(Duration time) {
        nanos += time.toNanos();
        board.endLeases();
    }
}
