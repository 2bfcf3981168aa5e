package lastgood.control.move;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.control.rollout.Together;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rules;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.StackMove;
import lastgood.core.stack.StackMove.OfComponent;

/// One move, from what was wished for to its end.
///
/// Services go on deciding while worlds move. So what they are told is made again after that, and once more where one of
/// them changed in between: what is written as begun last is what is switched.
record Passage(
        StackRecord record,
        Services services,
        StandbyKeeper standby,
        Hands hands,
        WorldMoves worlds,
        Drafts drafts,
        OpenMoves open,
        InstantSource clock,
        Wish wish,
        int number,
        Instant at,
        List<OfComponent> components) {
    private static final int DRAFTS = 5;
    private static final Problem MOVED_ON =
            Problem.of(Code.BUSY, "A service changed while the move was made ready.")
                    .tryThis("try again");

    /// @return why nothing moved; empty: all of it did
    Optional<Problem> go() {
        return go(DRAFTS);
    }

    /// The components that have to move in their own worlds.
    Set<String> driven() {
        return components.stream()
                .filter(OfComponent::inItsWorld)
                .map(OfComponent::component)
                .collect(Collectors.toSet());
    }

    private Optional<Problem> go(int left) {
        return switch (drafts.of(wish, number, at, components)) {
            case Outcome.Refused<StackMove>(var problem) -> nothing(problem);
            case Outcome.Done<StackMove>(var move) -> {
                var problem =
                        prepared(move, 0, () -> driven().isEmpty() ? act(move) : through(move));
                yield left > 1 && isMovedOn(problem) ? go(left - 1) : problem;
            }
        };
    }

    /// Worlds move only where it is written down that they may have.
    private Optional<Problem> through(StackMove move) {
        var unwritten = written(new StackEntry.Begun(clock.instant(), move));
        if (unwritten.isPresent()) {
            return unwritten;
        }
        var along =
                open.takenAlong(driven()).stream()
                        .filter(other -> other.number() != number)
                        .toList();
        along.forEach(other -> open.supersede(other, number));
        var went = worlds.go(move);
        // What an earlier move has left somewhere is this one's to put back, touched or not.
        var touched = along.isEmpty() ? went.touched() : List.copyOf(driven());
        return went.problem()
                .or(() -> switched(move, DRAFTS))
                .map(why -> open.undo(move, touched, why));
    }

    private Optional<Problem> switched(StackMove before, int left) {
        return switch (drafts.of(wish, number, at, components)) {
            case Outcome.Refused<StackMove>(var problem) -> Optional.of(problem);
            case Outcome.Done<StackMove>(var move) -> {
                var unwritten =
                        move.equals(before)
                                ? Optional.<Problem>empty()
                                : written(new StackEntry.Begun(clock.instant(), move));
                var problem = unwritten.or(() -> prepared(move, 0, () -> act(move)));
                yield left > 1 && isMovedOn(problem) ? switched(move, left - 1) : problem;
            }
        };
    }

    /// Every service's releases are made ready, with what they will read, and none of it is let go of until it happened.
    private Optional<Problem> prepared(StackMove move, int from, Supplier<Optional<Problem>> then) {
        if (from == move.services().size()) {
            return then.get();
        }
        var part = move.services().get(from);
        var before = services.open(part.service()).state().at(move.epoch() - 1);
        var next = Rules.decide(before, part.event()).after(before);
        var outcome =
                standby.holding(
                        part.service(),
                        next.answering(),
                        next.phase(),
                        record.now().after(move),
                        () -> Outcome.done(prepared(move, from + 1, then)));
        return switch (outcome) {
            case Outcome.Done<Optional<Problem>>(var problem) -> problem;
            case Outcome.Refused<Optional<Problem>>(var problem) -> nothing(problem);
        };
    }

    private Optional<Problem> act(StackMove move) {
        var parts =
                move.services().stream()
                        .map(p -> new Together.One(services.open(p.service()), p.event()))
                        .toList();
        var problem = Together.handle(hands, parts, move.epoch(), () -> commit(move, parts));
        if (problem.isEmpty()) {
            open.end(move);
        }
        return problem.map(p -> p.inState("Nothing was moved."));
    }

    /// The moment at which it happens. A way back waits for no disk.
    private Optional<Problem> commit(StackMove move, List<Together.One> parts) {
        if (parts.stream().anyMatch(p -> epoch(p) >= move.epoch())) {
            return Optional.of(MOVED_ON);
        }
        var entry = new StackEntry.Switched(clock.instant(), move);
        if (move.services().stream().noneMatch(p -> p.event() instanceof Event.Started)) {
            record.act(entry);
            return Optional.empty();
        }
        return written(entry);
    }

    private static long epoch(Together.One part) {
        return part.loop().state().standing().epoch();
    }

    private Optional<Problem> written(StackEntry entry) {
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
                                    "free space on the disk that holds the data directory, then try again")
                            .inState("Nothing was moved."));
        }
    }

    private static boolean isMovedOn(Optional<Problem> problem) {
        return problem.filter(p -> p.what().equals(MOVED_ON.what())).isPresent();
    }

    private static Optional<Problem> nothing(Problem problem) {
        return Optional.of(problem.inState("Nothing was moved."));
    }
}
