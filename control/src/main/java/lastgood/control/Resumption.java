package lastgood.control;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.control.binding.Binder;
import lastgood.control.incident.IncidentDesk;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.port.Notifier;
import lastgood.core.port.RouteBoard;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Rules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes services up where their journals end: when this is done, what serves is loaded and routed.
final class Resumption {
    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private static final Actor GATEWAY = new Actor("gateway");

    private final StandbyKeeper standby;
    private final RouteBoard board;
    private final Binder binder;
    private final IncidentDesk incidents;
    private final Notifier notifier;
    private final InstantSource clock;

    Resumption(
            StandbyKeeper standby,
            RouteBoard board,
            Binder binder,
            IncidentDesk incidents,
            Notifier notifier,
            InstantSource clock) {
        this.board = board;
        this.binder = binder;
        this.standby = standby;
        this.incidents = incidents;
        this.notifier = notifier;
        this.clock = clock;
    }

    /// All are loaded before any is asked for, so that no service's time runs while others load.
    void of(Collection<ServiceLoop> loops) {
        loops.forEach(loop -> safely(loop, this::loadServing));
        loops.forEach(loop -> safely(loop, this::takeUp));
    }

    /// One service that cannot be taken up keeps no other from serving.
    private void safely(ServiceLoop loop, Consumer<ServiceLoop> step) {
        try {
            step.accept(loop);
        } catch (RuntimeException e) {
            var text = "it could not be taken up where it was: " + e;
            LOG.error("{}: {}", loop.service(), text, e);
            notifier.tell(loop.service(), clock.instant(), Notice.STUCK, text);
        }
    }

    private void loadServing(ServiceLoop loop) {
        loop.state().phase().serving().ifPresent(serving -> standby.load(loop.service(), serving));
    }

    private void takeUp(ServiceLoop loop) {
        incidents.openMissing(loop.service(), loop.trips());
        loop.finishLast();
        var cutOff = cutOff(loop);
        // So that what is vetoed serves for no moment, where it was all that served.
        cutOff.flatMap(_ -> loop.state().rollbackTo())
                .ifPresent(to -> standby.load(loop.service(), to));
        loop.handle(new Event.Restarted(clock.instant()));
        // Now, because a rollout that only seemed to be paused would end the moment somebody
        // resumes it.
        cutOff.ifPresent(veto -> loop.handle(new Event.Vetoed(clock.instant(), veto, List.of())));
        putBack(loop);
        loop.state().phase().serving().ifPresent(serving -> fallBack(loop, serving));
    }

    /// A retreat that nobody could write down: no more is left of it than a veto.
    private Optional<Route.Veto> cutOff(ServiceLoop loop) {
        var service = loop.service();
        var watched = loop.state().phase().watched();
        watched.ifPresent(r -> binder.bound(service, r.candidate()));
        return watched.map(Rollout::veto)
                .filter(veto ->
                        board.vetoes(service).stream().map(binder::own).anyMatch(veto::equals));
    }

    /// A person had the gateway put live back, and nobody could write it down. Who it was stands in the file that says so.
    private void putBack(ServiceLoop loop) {
        var service = loop.service();
        var serving = loop.state().phase().serving();
        for (var veto : board.vetoes(service)) {
            var from = serving.filter(s -> Route.Veto.ofAny(s).equals(binder.own(veto)));
            var to = from.flatMap(_ -> standby.rollbackTo(service, loop.state()));
            if (to.isPresent()) {
                standby.load(service, to.get());
                loop.handle(new Event.PutBack(clock.instant(), GATEWAY, from.get(), to.get()));
            } else if (veto.rollout() == 0) {
                board.acknowledge(service, veto); // It is not live, or there is nothing else.
            }
        }
    }

    /// Where what serves cannot be loaded, what the rules put in its place is loaded before it is asked for, and so on
    /// until something serves or nothing is left.
    private void fallBack(ServiceLoop loop, ReleaseId serving) {
        var problem = standby.load(loop.service(), serving);
        if (problem.isEmpty()) {
            return;
        }
        var epoch = loop.state().standing().epoch();
        var event = new Event.Unready(clock.instant(), epoch, serving, problem.get().cause());
        var then = Rules.decide(loop.state(), event).after(loop.state());
        var instead = then.phase().serving().filter(s -> !s.equals(serving));
        instead.ifPresent(to -> standby.load(loop.service(), to));
        loop.handle(event);
        instead.ifPresent(to -> fallBack(loop, to));
    }
}
