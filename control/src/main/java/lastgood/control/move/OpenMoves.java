package lastgood.control.move;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.Errands;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.Services;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.StackMove;
import lastgood.core.stack.Stacks;

/// Moves that had begun and did not happen: their worlds are taken back, at once, or as soon as they can be.
///
/// Until then every service serves what it served before, and what is not where it belongs is shown.
final class OpenMoves {
    private final StackRecord record;
    private final WorldMoves worlds;
    private final Services services;
    private final Hands hands;
    private final Errands errands;
    private final InstantSource clock;
    private final Map<Integer, List<Left>> left = new ConcurrentHashMap<>();
    private final AtomicBoolean waits = new AtomicBoolean();

    OpenMoves(
            StackRecord record,
            WorldMoves worlds,
            Services services,
            Hands hands,
            Errands errands,
            InstantSource clock) {
        this.record = record;
        this.worlds = worlds;
        this.services = services;
        this.hands = hands;
        this.errands = errands;
        this.clock = clock;
    }

    /// Those that have not happened, oldest first.
    List<StackMove> all() {
        return record.now().opened().values().stream()
                .filter(open -> !open.switched())
                .map(Stacks.Open::move)
                .toList();
    }

    /// A move that did not happen ends: what may have moved goes back.
    ///
    /// @param touched the components that may have moved
    /// @return what became of it
    Problem undo(StackMove move, List<String> touched, Problem why) {
        var still = worlds.back(move, touched);
        if (still.isEmpty()) {
            undone(move.number(), why.what());
            return MoveProblems.undone(move, why);
        }
        left.put(move.number(), still);
        var problem = MoveProblems.open(move, why, still);
        tell(move, problem);
        return problem;
    }

    /// A move that has happened is over once every service in it has written down its part.
    void end(StackMove move) {
        if (move.services().stream()
                .allMatch(part -> services.open(part.service()).unrecorded().isEmpty())) {
            record.act(new StackEntry.Ended(clock.instant(), move.number()));
        }
    }

    /// Ends what has happened, as far as it is written down. Not while a move is being switched.
    void endAll() {
        record.now().opened().values().stream()
                .filter(Stacks.Open::switched)
                .forEach(open -> end(open.move()));
    }

    /// Takes back all that has not happened, as far as that can be now. Not while a world moves.
    void settle() {
        all().forEach(this::settle);
    }

    /// The same of these components.
    void settle(Set<String> moving) {
        all().stream().filter(open -> touches(open, moving)).forEach(this::settle);
    }

    private void settle(StackMove move) {
        var names =
                WorldMoves.inTheirWorlds(move).stream()
                        .map(StackMove.OfComponent::component)
                        .toList();
        var still = worlds.back(move, names);
        if (still.isEmpty()) {
            undone(move.number(), "it was cut off");
        } else if (left.put(move.number(), still) == null) {
            tell(move, MoveProblems.open(move, still));
        }
    }

    /// Those of which a world does not have what it should go back to any more.
    List<StackMove> lost() {
        return all().stream()
                .filter(move ->
                        left.getOrDefault(move.number(), List.of()).stream()
                                .anyMatch(OpenMoves::isGone))
                .toList();
    }

    /// Takes all worlds of a move to where it led; false: one of them does not get there.
    boolean goesOn(StackMove move) {
        boolean there = all().contains(move) && worlds.on(move);
        if (there) {
            left.remove(move.number());
        }
        return there;
    }

    private static boolean isGone(Left left) {
        return switch (left.why().code()) {
            case VERSION_MISSING, VERSION_DAMAGED -> true;
            default -> false;
        };
    }

    /// A later move takes all of it along.
    void supersede(StackMove move, int by) {
        undone(move.number(), "move " + by + " takes its components along");
    }

    /// Why a move of these components cannot be made while others are open; empty: it can.
    ///
    /// What is open and is taken along whole is no obstacle: it may be the only way on.
    Optional<Problem> inTheWay(Set<String> moving, Set<String> inTheirWorlds) {
        return all().stream()
                .filter(open -> touches(open, moving) && !isTakenAlong(open, inTheirWorlds))
                .findFirst()
                .map(open -> MoveProblems.open(open, left.getOrDefault(open.number(), List.of())));
    }

    List<StackMove> takenAlong(Set<String> inTheirWorlds) {
        return all().stream().filter(open -> isTakenAlong(open, inTheirWorlds)).toList();
    }

    /// What is not finished and concerns a service, for people.
    List<String> of(ServiceName service) {
        return all().stream()
                .filter(move -> move.services().stream().anyMatch(p -> p.service().equals(service)))
                .map(move -> MoveProblems.text(move, left.getOrDefault(move.number(), List.of())))
                .toList();
    }

    /// Tries again later, and again, until nothing is open.
    ///
    /// @param settle as [#settle], in its turn
    void later(Runnable settle) {
        if (record.now().opened().isEmpty() || !waits.compareAndSet(false, true)) {
            return;
        }
        errands.later(
                worlds.limits().again(),
                () -> {
                    waits.set(false);
                    try {
                        settle.run();
                    } finally {
                        later(settle);
                    }
                });
    }

    private void undone(int move, String why) {
        left.remove(move);
        record.act(new StackEntry.Undone(clock.instant(), move, why));
    }

    private void tell(StackMove move, Problem problem) {
        var text = problem.what() + " " + problem.cause();
        for (var part : move.services()) {
            var state = services.open(part.service()).state();
            hands.carryOut(
                    part.service(),
                    state,
                    clock.instant(),
                    new Command.Notify(Command.Notice.STUCK, text));
        }
    }

    private static boolean touches(StackMove open, Set<String> moving) {
        return WorldMoves.inTheirWorlds(open).stream()
                .anyMatch(c -> moving.contains(c.component()));
    }

    private static boolean isTakenAlong(StackMove open, Set<String> inTheirWorlds) {
        return WorldMoves.inTheirWorlds(open).stream()
                .allMatch(c -> inTheirWorlds.contains(c.component()));
    }
}
