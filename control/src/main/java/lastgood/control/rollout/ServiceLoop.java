package lastgood.control.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lastgood.control.incident.Trip;
import lastgood.core.port.Journal;
import lastgood.core.port.Journal.Appended;
import lastgood.core.port.Journal.Entry;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides one service's events, one at a time.
///
/// An advance is written down, then done. A retreat is done, then written down: until that works it stands among the
/// [#unrecorded], is tried again with every event, and no advance is taken meanwhile.
public final class ServiceLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLoop.class);

    private final ServiceName service;
    private final Journal journal;
    private final Hands hands;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Deque<Entry> unrecorded = new ArrayDeque<>();
    private final Chronicle chronicle = new Chronicle();
    private final List<Trip> trips;
    private volatile State state = State.NEW;
    private Optional<Entry> cutOff = Optional.empty();
    private long position;

    /// The last append failed in a way that leaves open whether the entry was written.
    private boolean uncertain;

    /// Rebuilds the state from the journal; carries out nothing.
    public ServiceLoop(ServiceName service, Journal journal, Hands hands) {
        this.service = service;
        this.journal = journal;
        this.hands = hands;
        var told = new ArrayList<Trip>();
        journal.read(
                service,
                0,
                entry -> {
                    told.addAll(Trip.in(entry));
                    chronicle.add(state, entry);
                    state = entry.decision().next();
                    cutOff = Optional.of(entry);
                    position++;
                });
        trips = List.copyOf(told);
    }

    /// Does once more what the journal's last entry asks for beside traffic: a crash may have cut it off, and done twice
    /// it does no harm. Once, before anything is handled.
    public void finishLast() {
        turn.lock();
        try {
            cutOff.ifPresent(last ->
                    commands(
                            last,
                            c -> !(c instanceof Command.Serve || c instanceof Command.Verify)));
            cutOff = Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    /// The trips that were in the journal when this loop began, oldest first.
    public List<Trip> trips() {
        return trips;
    }

    public ServiceName service() {
        return service;
    }

    /// The state in force now. Reading it waits for nobody.
    public State state() {
        return state;
    }

    /// Newest first.
    public List<HistoryLine> history() {
        turn.lock();
        try {
            return chronicle.lines();
        } finally {
            turn.unlock();
        }
    }

    /// The last rollout that is over.
    public Optional<EndedRollout> ended() {
        turn.lock();
        try {
            return chronicle.last();
        } finally {
            turn.unlock();
        }
    }

    /// The retreats that work but are not written down, oldest first.
    public List<Entry> unrecorded() {
        turn.lock();
        try {
            return List.copyOf(unrecorded);
        } finally {
            turn.unlock();
        }
    }

    public Answer handle(Event event) {
        return holding(() ->
                switch (Rules.decide(state, event)) {
                    case Decision.Nothing() -> new Answer.Same(state);
                    case Decision.Refused(var problem) -> new Answer.Refused(problem);
                    case Decision.Changed decision ->
                            decision.retreat()
                                    ? retreat(event, decision)
                                    : advance(event, decision);
                });
    }

    /// Does something while no event is handled.
    <T> T holding(Supplier<T> then) {
        turn.lock();
        try {
            lookAgain();
            writeBacklog();
            return then.get();
        } finally {
            turn.unlock();
        }
    }

    /// The routes that a decision asks for.
    List<Route> routes(Decision.Changed decision) {
        return decision.commands().stream()
                .filter(Command.Serve.class::isInstance)
                .map(Command.Serve.class::cast)
                .map(serve -> new Route(service, serve.epoch(), serve.split()))
                .toList();
    }

    /// What was decided is served already: it is in force, and written down as soon as that works.
    ///
    /// @return whether it is written down now
    boolean did(Entry entry) {
        enter(entry);
        unrecorded.add(entry);
        writeBacklog();
        boolean recorded = unrecorded.isEmpty();
        afterwards(entry);
        return recorded;
    }

    /// Whether an event is written down.
    public boolean hasHeard(Event event) {
        return journal.read(service).stream().anyMatch(e -> e.event().equals(event));
    }

    /// A part of a move that happened and was cut off before this service had written it down. Before anything is handled:
    /// nothing is carried out, as nothing is loaded yet.
    public void catchUp(Event event, long epoch) {
        turn.lock();
        try {
            if (!hasHeard(event)
                    && Rules.decide(state.at(epoch - 1), event)
                            instanceof Decision.Changed decision) {
                var entry = new Entry(event, decision);
                enter(entry);
                cutOff = Optional.of(entry);
                unrecorded.add(entry);
                writeBacklog();
            }
        } finally {
            turn.unlock();
        }
    }

    private Answer retreat(Event event, Decision.Changed decision) {
        var entry = new Entry(event, decision);
        serve(entry);
        boolean recorded = did(entry);
        return new Answer.Changed(state, recorded);
    }

    private Answer advance(Event event, Decision.Changed decision) {
        if (!unrecorded.isEmpty() || uncertain) {
            return new Answer.Refused(cannotRecord("earlier entries are not written down yet"));
        }
        var entry = new Entry(event, decision);
        return switch (journal.append(service, position, entry)) {
            case Appended.At _ -> {
                advanced(entry);
                yield new Answer.Changed(state, true);
            }
            case Appended.Failed(var why) -> {
                uncertain = true;
                yield new Answer.Refused(cannotRecord(why));
            }
            case Appended.Outrun(var length) -> throw outrun(length);
        };
    }

    private void advanced(Entry entry) {
        position++;
        enter(entry);
        serve(entry);
        written(entry);
        afterwards(entry);
    }

    /// An advance that was turned down because the disk failed may be in the journal after all. Then it holds, as it
    /// would after a crash - unless a retreat was done meanwhile: that comes after it and may be written itself.
    private void lookAgain() {
        if (!uncertain) {
            return;
        }
        try {
            var entries = new ArrayList<Entry>();
            journal.read(service, position, entries::add);
            uncertain = false;
            for (var entry : entries) {
                if (unrecorded.isEmpty()) {
                    advanced(entry);
                } else if (entry.equals(unrecorded.peek())) {
                    recorded();
                } else {
                    position++; // overtaken
                }
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "{}: the journal cannot be read, so it is not known whether an entry was written",
                    service,
                    e);
        }
    }

    private void enter(Entry entry) {
        chronicle.add(state, entry);
        state = entry.decision().next();
    }

    private void writeBacklog() {
        while (!unrecorded.isEmpty()) {
            switch (journal.append(service, position, unrecorded.peek())) {
                case Appended.At _ -> recorded();
                case Appended.Failed _ -> {
                    return;
                }
                // An uncertain advance was written and could not be read back in time: the retreat
                // comes after it.
                case Appended.Outrun(var length) when uncertain -> position = length;
                case Appended.Outrun(var length) -> throw outrun(length);
            }
        }
    }

    /// The oldest retreat that was not in the journal is.
    private void recorded() {
        position++;
        written(unrecorded.remove());
    }

    private void serve(Entry entry) {
        for (var command : entry.decision().commands()) {
            if (command instanceof Command.Serve serve) {
                hands.serve(service, serve);
            }
        }
    }

    /// A veto is forgotten only when what it stands for is written down.
    private void written(Entry entry) {
        commands(entry, c -> c instanceof Command.Acknowledge);
    }

    private void afterwards(Entry entry) {
        commands(entry, c -> !(c instanceof Command.Serve || c instanceof Command.Acknowledge));
        hands.changed(service, entry.decision().next(), entry.decision().line());
    }

    private void commands(Entry entry, Predicate<Command> which) {
        var decision = entry.decision();
        decision.commands().stream()
                .filter(which)
                .forEach(c -> hands.carryOut(service, decision.next(), entry.event().at(), c));
    }

    private Problem cannotRecord(String why) {
        return Problem.of(
                        Code.CANNOT_RECORD,
                        "Nothing was changed: the journal of " + service + " cannot be written.")
                .because(why)
                .tryThis("free space on the disk that holds the data directory, then try again")
                .inState(state.traffic());
    }

    private IllegalStateException outrun(long length) {
        return new IllegalStateException(
                "another writer on the journal of "
                        + service
                        + ": it is "
                        + length
                        + " entries long, "
                        + position
                        + " were expected");
    }
}
