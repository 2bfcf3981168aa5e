package lastgood.control.move;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.stack.StackMove;

/// What each service is told in a move, as the services stand now.
final class Drafts {
    private final Companions companions;
    private final Services services;

    Drafts(Companions companions, Services services) {
        this.companions = companions;
        this.services = services;
    }

    /// The same for the same services, however often it is asked for.
    Outcome<StackMove> of(
            Wish wish, int number, Instant at, List<StackMove.OfComponent> components) {
        try {
            return read(wish, number, at, components);
        } catch (IOException e) {
            return Outcome.refused(
                    Problem.of(Code.CANNOT_RECORD, "The store could not be read.")
                            .because(String.valueOf(e.getMessage()))
                            .tryThis("look at the server's log, then try again"));
        }
    }

    private Outcome<StackMove> read(
            Wish wish, int number, Instant at, List<StackMove.OfComponent> components)
            throws IOException {
        var moves = wish.moves();
        var readers = companions.readers(moves.components(), moves);
        for (var reader : readers) {
            var misfit = misfit(wish, reader, components);
            if (misfit.isPresent()) {
                return Outcome.refused(misfit.get());
            }
        }
        var why = why(wish, components);
        long epoch = nextEpoch(wish, readers);
        var events = new ArrayList<StackMove.OfService>();
        var rebound = new Event.Rebound(at, wish.by(), epoch, why);
        wish.loop().ifPresent(loop -> events.add(told(loop, asked(wish, at).orElse(rebound))));
        moves.services()
                .forEach((service, to) -> {
                    if (!isAbout(wish, service)) {
                        events.add(
                                new StackMove.OfService(
                                        service, new Event.Moved(at, wish.by(), to, why)));
                    }
                });
        for (var reader : readers) {
            events.add(told(reader, stays(reader, wish, at, epoch, why)));
        }
        return Outcome.done(
                new StackMove(number, at, wish.by(), wish.reason(), epoch, events, components));
    }

    /// A move has one moment, whenever it was asked for.
    private static Optional<Event> asked(Wish wish, Instant at) {
        return wish.asked()
                .map(asked ->
                        switch (asked) {
                            case Event.RolledBack(_, var by, var to, var reason) ->
                                    new Event.RolledBack(at, by, to, reason);
                            case Event.Started(
                                            _,
                                            var by,
                                            var release,
                                            var terms,
                                            var noWay,
                                            var load) ->
                                    new Event.Started(at, by, release, terms, noWay, load);
                            default -> asked; // nothing else is asked for
                        });
    }

    /// Services go on while worlds move, so one may have come to serve what does not fit. And nobody's rollout is ended by
    /// somebody else's.
    private Optional<Problem> misfit(
            Wish wish, ServiceLoop reader, List<StackMove.OfComponent> components)
            throws IOException {
        boolean ends =
                wish.isForward() && !companions.candidateAccepts(reader, wish.moves().components());
        var id = ends ? reader.state().phase().candidate() : companions.misfit(reader, components);
        return id.map(misfit ->
                Problem.of(
                                Code.INCOMPATIBLE,
                                misfit + " of " + reader.service() + " does not fit any more.")
                        .because("it came to that after the move was planned")
                        .tryThis("lastgood status " + reader.service()));
    }

    /// A candidate that was not tested with what its service will read ends its rollout.
    private Event stays(ServiceLoop reader, Wish wish, Instant at, long epoch, String why)
            throws IOException {
        var serving = reader.state().phase().serving().orElseThrow();
        return wish.loop().isEmpty()
                        || companions.candidateAccepts(reader, wish.moves().components())
                ? new Event.Rebound(at, wish.by(), epoch, why)
                : new Event.Moved(at, wish.by(), serving, why);
    }

    /// Higher than that of anybody who moves.
    private long nextEpoch(Wish wish, List<ServiceLoop> readers) {
        return 1
                + Stream.concat(
                                wish.moves().services().keySet().stream().map(services::open),
                                Stream.concat(wish.loop().stream(), readers.stream()))
                        .mapToLong(loop -> loop.state().standing().epoch())
                        .max()
                        .orElse(0);
    }

    private static StackMove.OfService told(ServiceLoop loop, Event event) {
        return new StackMove.OfService(loop.service(), event);
    }

    private static String why(Wish wish, List<StackMove.OfComponent> components) {
        var moved = String.join(", ", components.stream().map(Object::toString).toList());
        return moved
                + wish.loop().map(loop -> ", with " + loop.service()).orElse("")
                + (wish.reason().isBlank() ? "" : ": " + wish.reason());
    }

    private static boolean isAbout(Wish wish, ServiceName service) {
        return wish.loop().filter(loop -> loop.service().equals(service)).isPresent();
    }
}
