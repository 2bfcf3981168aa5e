package lastgood.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.port.RouteBoard;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// Something between control and the gateway's board, which passes on what it does not say otherwise.
public abstract class BoardInFront implements RouteBoard {
    protected final RouteBoard board;

    protected BoardInFront(RouteBoard board) {
        this.board = board;
    }

    @Override
    public Pinned pin(Route route) {
        return board.pin(route);
    }

    @Override
    public Pinned pin(List<Route> together) {
        return board.pin(together);
    }

    @Override
    public Optional<Route> route(ServiceName service) {
        return board.route(service);
    }

    @Override
    public void acknowledge(ServiceName service, Route.Veto veto) {
        board.acknowledge(service, veto);
    }

    @Override
    public Set<Route.Veto> unrecorded(ServiceName service) {
        return board.unrecorded(service);
    }

    @Override
    public Set<Route.Veto> vetoes(ServiceName service) {
        return board.vetoes(service);
    }

    @Override
    public void onVeto(Listener listener) {
        board.onVeto(listener);
    }

    @Override
    public void renew(ServiceName service) {
        board.renew(service);
    }

    @Override
    public void onPutBack(PutBackListener listener) {
        board.onPutBack(listener);
    }

    @Override
    public void onLapse(LapseListener listener) {
        board.onLapse(listener);
    }
}
