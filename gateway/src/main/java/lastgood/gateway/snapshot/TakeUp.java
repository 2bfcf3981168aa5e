package lastgood.gateway.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Snapshots;
import lastgood.core.port.Standby;
import lastgood.core.problem.Outcome;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Stay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes services up where a snapshot left them, with nobody to ask.
public final class TakeUp {
    private static final Logger LOG = LoggerFactory.getLogger(TakeUp.class);

    private final Standby standby;
    private final RouteBoard board;
    private final Snapshots.Snapshot snapshot;

    /// What serves now.
    private final Map<ServiceName, Stay> serving = new LinkedHashMap<>();

    public TakeUp(Standby standby, RouteBoard board, Snapshots.Snapshot snapshot) {
        this.standby = standby;
        this.board = board;
        this.snapshot = snapshot;
    }

    /// Loads what answers requests and routes them to it. What is vetoed, or cannot be loaded, is not served; what stands by
    /// for it is.
    ///
    /// @return the services that do not serve, and why
    public Map<ServiceName, String> serve() {
        var silent = new LinkedHashMap<ServiceName, String>();
        for (var stay : snapshot.stays()) {
            var why = new ArrayList<String>();
            choices(stay, why).stream()
                    .filter(choice -> isReady(choice, choice.live(), why))
                    .findFirst()
                    .ifPresentOrElse(
                            this::pin,
                            () -> {
                                // It is a service all the same.
                                standby.keep(stay.service(), Set.of());
                                silent.put(stay.service(), String.join("; ", why));
                            });
        }
        return silent;
    }

    /// Loads what those that serve go back to. It may take its time: requests are answered meanwhile.
    public void standBy() {
        serving.values()
                .forEach(stay -> {
                    var why = new ArrayList<String>();
                    stay.standby().ifPresent(id -> isReady(stay, id, why));
                    why.forEach(w -> LOG.error("{}: {}", stay.service(), w));
                    stay.way().ifPresent(way -> standby.wayBack(stay.service(), stay.live(), way));
                });
    }

    private List<Stay> choices(Stay stay, List<String> why) {
        var choices = new ArrayList<Stay>();
        if (stay.isForbiddenBy(board.vetoes(stay.service()))) {
            why.add(stay.live() + " was withdrawn by the gateway");
            LOG.warn("{}: {} was withdrawn and is not served", stay.service(), stay.live());
        } else {
            choices.add(stay);
        }
        stay.standby().map(stay::on).ifPresent(choices::add);
        return choices;
    }

    private boolean isReady(Stay stay, ReleaseId id, List<String> why) {
        var problem = problem(stay.service(), id);
        problem.ifPresent(p -> {
            why.add(p);
            LOG.error("{}: cannot be made ready: {}", stay.service(), p);
        });
        return problem.isEmpty();
    }

    private Optional<String> problem(ServiceName service, ReleaseId id) {
        var ready = snapshot.find(service, id);
        if (ready.isEmpty()) {
            return Optional.of(id + " was not loaded when the snapshot was taken");
        }
        var footing = ready.get().proven() ? Standby.Footing.PROVEN : Standby.Footing.UNPROVEN;
        try {
            return standby.prepare(ready.get().release(), ready.get().settings(), footing)
                            instanceof Outcome.Refused<ReleaseId>(var problem)
                    ? Optional.of(id + ": " + problem.cause())
                    : Optional.empty();
        } catch (RuntimeException e) {
            LOG.error("{}: {} cannot be made ready", service, id, e);
            return Optional.of(id + " cannot be made ready: " + e);
        }
    }

    private void pin(Stay stay) {
        if (board.pin(stay.route()) instanceof RouteBoard.Pinned.Done) {
            serving.put(stay.service(), stay);
        } else {
            throw new IllegalStateException(
                    "what is ready, on an empty board, can be pinned: " + stay);
        }
    }
}
