package lastgood.control.move;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.control.rollout.Together;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rules;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.StackMove;

/// Moves services and the components they share in one switch.
///
/// First everything that will answer is made ready beside what serves. Then one entry in the book of stacks is the moment
/// at which it happens: a crash before it leaves everything as it was, and a start after it finishes what is missing.
public final class StackMover {
    private final StackRecord record;
    private final Companions companions;
    private final Services services;
    private final StandbyKeeper standby;
    private final Hands hands;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock(true);

    public StackMover(
            StackRecord record,
            Companions companions,
            Services services,
            StandbyKeeper standby,
            Hands hands,
            InstantSource clock) {
        this.record = record;
        this.companions = companions;
        this.services = services;
        this.standby = standby;
        this.hands = hands;
        this.clock = clock;
    }

    /// Does something while no stack moves. What it finds of who reads what holds until it is done.
    public <T> T undisturbed(Supplier<T> then) {
        one.lock();
        try {
            return then.get();
        } finally {
            one.unlock();
        }
    }

    /// One service goes back, and all that has to come along with it.
    ///
    /// @param asked what the service itself is told; empty: it is there already
    /// @return why nothing moved; empty: all of it did
    public Optional<Problem> back(
            ServiceLoop loop, Optional<Event> asked, Moves moves, Actor by, String reason)
            throws IOException {
        one.lock();
        try {
            var components =
                    moves.components().entrySet().stream()
                            .map(e -> component(e.getKey(), e.getValue()))
                            .toList();
            var why = why(loop, components, reason);
            var readers = companions.readers(moves.components(), moves);
            long epoch = nextEpoch(moves, readers);
            var events = new ArrayList<StackMove.OfService>();
            var own = asked.orElseGet(() -> new Event.Rebound(clock.instant(), by, epoch, why));
            events.add(new StackMove.OfService(loop.service(), own));
            moves.services()
                    .forEach((service, to) -> {
                        if (!service.equals(loop.service())) {
                            events.add(
                                    new StackMove.OfService(
                                            service,
                                            new Event.Moved(clock.instant(), by, to, why)));
                        }
                    });
            for (var reader : readers) {
                var event = stays(reader, moves, epoch, by, why);
                events.add(new StackMove.OfService(reader.service(), event));
            }
            return move(events, components, epoch, by, reason);
        } finally {
            one.unlock();
        }
    }

    /// A release goes out together with the versions of shared components that it needs.
    ///
    /// @param started what the service itself is told
    /// @return why nothing moved; empty: all of it did
    public Optional<Problem> forward(
            ServiceLoop loop, Event.Started started, SortedMap<String, String> versions)
            throws IOException {
        one.lock();
        try {
            var components =
                    versions.entrySet().stream()
                            .map(e -> component(e.getKey(), e.getValue()))
                            .toList();
            var why = why(loop, components, started.release() + " goes out");
            var moves = Companions.alone(loop.service(), started.release());
            var readers = companions.readers(versions, moves);
            long epoch = nextEpoch(moves, readers);
            var events = new ArrayList<StackMove.OfService>();
            events.add(new StackMove.OfService(loop.service(), started));
            for (var reader : readers) {
                var event = new Event.Rebound(clock.instant(), started.by(), epoch, why);
                events.add(new StackMove.OfService(reader.service(), event));
            }
            return move(events, components, epoch, started.by(), why);
        } finally {
            one.unlock();
        }
    }

    /// Everybody who serves reads these versions from now on. Whoever was made with another one is bound to it.
    public Optional<Problem> unite(SortedMap<String, String> versions, Actor by)
            throws IOException {
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        one.lock();
        try {
            var components =
                    versions.entrySet().stream()
                            .map(e -> component(e.getKey(), e.getValue()))
                            .toList();
            var nobody = new Moves(new TreeMap<>(), new TreeMap<>());
            var readers = companions.readers(versions, nobody);
            long epoch = nextEpoch(nobody, readers);
            var why = "it has one live version now: " + versions;
            var events = new ArrayList<StackMove.OfService>();
            for (var reader : readers) {
                var event = new Event.Rebound(clock.instant(), by, epoch, why);
                events.add(new StackMove.OfService(reader.service(), event));
            }
            return move(events, components, epoch, by, why);
        } finally {
            one.unlock();
        }
    }

    /// What was found of who reads what does not hold any more.
    public static Problem changed(ServiceName service) {
        return Problem.of(
                        Code.WORLD_CHANGED,
                        "Nothing was moved: who reads what changed while it was planned.")
                .because("another move came in between")
                .tryThis("lastgood graph " + service, "then ask for it again");
    }

    /// Finishes what a crash cut off. Before any service is taken up.
    public void recover() {
        var open = record.now().open();
        if (open.isPresent() && open.get().switched()) {
            var move = open.get().move();
            move.services()
                    .forEach(part ->
                            services.open(part.service()).catchUp(part.event(), move.epoch()));
            record.act(new StackEntry.Ended(clock.instant(), move.number()));
        }
    }

    /// Higher than that of anybody who moves.
    private long nextEpoch(Moves moves, List<ServiceLoop> readers) {
        return 1
                + Stream.concat(
                                moves.services().keySet().stream().map(services::open),
                                readers.stream())
                        .mapToLong(loop -> loop.state().standing().epoch())
                        .max()
                        .orElse(0);
    }

    /// A candidate that was not tested with what its service will read ends its rollout.
    private Event stays(ServiceLoop reader, Moves moves, long epoch, Actor by, String why)
            throws IOException {
        var serving = reader.state().phase().serving().orElseThrow();
        return companions.candidateAccepts(reader, moves.components())
                ? new Event.Rebound(clock.instant(), by, epoch, why)
                : new Event.Moved(clock.instant(), by, serving, why);
    }

    private StackMove.OfComponent component(String name, String to) {
        var from = Optional.ofNullable(record.now().live().get(name));
        return new StackMove.OfComponent(name, from, to, false);
    }

    private static String why(
            ServiceLoop loop, List<StackMove.OfComponent> components, String reason) {
        var moved = String.join(", ", components.stream().map(Object::toString).toList());
        return moved + ", with " + loop.service() + (reason.isBlank() ? "" : ": " + reason);
    }

    private Optional<Problem> move(
            List<StackMove.OfService> events,
            List<StackMove.OfComponent> components,
            long epoch,
            Actor by,
            String why) {
        int number = record.now().moves() + 1;
        var move = new StackMove(number, clock.instant(), by, why, epoch, events, components);
        var versions = record.now().after(move);
        var problem = prepared(events, 0, versions, epoch, () -> act(move));
        return problem.map(p -> p.inState("Nothing was moved."));
    }

    /// Every service's releases are made ready, with what they will read, and none of it is let go of until it happened.
    private Optional<Problem> prepared(
            List<StackMove.OfService> events,
            int from,
            SortedMap<String, String> versions,
            long epoch,
            Supplier<Optional<Problem>> then) {
        if (from == events.size()) {
            return then.get();
        }
        var part = events.get(from);
        var loop = services.open(part.service());
        var before = loop.state().at(epoch - 1);
        var next = Rules.decide(before, part.event()).after(before);
        var outcome =
                standby.holding(
                        part.service(),
                        next.answering(),
                        versions,
                        () -> Outcome.done(prepared(events, from + 1, versions, epoch, then)));
        return switch (outcome) {
            case Outcome.Done<Optional<Problem>>(var problem) -> problem;
            case Outcome.Refused<Optional<Problem>>(var problem) -> Optional.of(problem);
        };
    }

    private Optional<Problem> act(StackMove move) {
        var parts =
                move.services().stream()
                        .map(p -> new Together.One(services.open(p.service()), p.event()))
                        .toList();
        var problem = Together.handle(hands, parts, move.epoch(), () -> commit(move));
        if (problem.isEmpty()) {
            record.act(new StackEntry.Ended(clock.instant(), move.number()));
        }
        return problem;
    }

    /// The moment at which it happens. A way back waits for no disk.
    private Optional<Problem> commit(StackMove move) {
        var entry = new StackEntry.Switched(clock.instant(), move);
        if (move.services().stream().noneMatch(p -> p.event() instanceof Event.Started)) {
            record.act(entry);
            return Optional.empty();
        }
        try {
            record.write(entry);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    Problem.of(
                                    Code.CANNOT_RECORD,
                                    "Nothing was changed: the book of stacks cannot be written.")
                            .because(String.valueOf(e.getMessage()))
                            .tryThis(
                                    "free space on the disk that holds the data directory, then try again"));
        }
    }
}
