package lastgood.control.move;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.Errands;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.StackMove;
import lastgood.core.stack.StackMove.OfComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves services and the components they share in one switch.
///
/// First everything that will answer is made ready beside what serves. Then components move in their own worlds, if any
/// have to, while what serves goes on serving: that this has begun is written down before. Then one entry in the book of
/// stacks is the moment at which it happens. A crash before it leaves everything as it was, once the worlds are taken back;
/// a start after it finishes what is missing.
public final class StackMover {
    private static final Logger LOG = LoggerFactory.getLogger(StackMover.class);

    private final StackRecord record;
    private final Services services;
    private final StandbyKeeper standby;
    private final Hands hands;
    private final WorldMoves worlds;
    private final InstantSource clock;
    private final Drafts drafts;
    private final OpenMoves open;

    /// Who has it moves something in a world. Taken before the other one.
    private final ReentrantLock world = new ReentrantLock(true);

    private final ReentrantLock one = new ReentrantLock(true);

    public StackMover(
            StackRecord record,
            Companions companions,
            Services services,
            StandbyKeeper standby,
            Hands hands,
            WorldMoves worlds,
            Errands errands,
            InstantSource clock) {
        this.record = record;
        this.services = services;
        this.standby = standby;
        this.hands = hands;
        this.worlds = worlds;
        this.clock = clock;
        this.drafts = new Drafts(companions, services);
        this.open = new OpenMoves(record, worlds, services, hands, errands, clock);
    }

    /// One service goes back, and all that has to come along with it.
    ///
    /// @param asked what the service itself is told; empty: it is there already
    /// @return why nothing moved; empty: all of it did
    public Optional<Problem> back(
            ServiceLoop loop, Optional<Event> asked, Moves moves, Actor by, String reason)
            throws IOException {
        return move(new Wish(loop, asked, moves, by, reason));
    }

    /// A release goes out together with the versions of shared components that it needs.
    ///
    /// @param started what the service itself is told
    /// @return why nothing moved; empty: all of it did
    public Optional<Problem> forward(
            ServiceLoop loop, Event.Started started, SortedMap<String, String> versions)
            throws IOException {
        var alone = Companions.alone(loop.service(), started.release()).services();
        return move(
                new Wish(
                        loop,
                        Optional.of(started),
                        new Moves(alone, versions),
                        started.by(),
                        started.release() + " goes out"));
    }

    /// Ends what a crash cut off, before any service is taken up: what had happened is finished, what had not is taken
    /// back. A world that does not answer is not waited for: it is tried again beside everything else.
    public void recover() {
        record.now().opened().values().stream()
                .filter(cut -> cut.switched() || hasHappened(cut.move()))
                .forEach(cut -> finish(cut.move(), cut.switched()));
        if (!open.all().isEmpty()) {
            settleAtStart();
        }
        open.later(this::settle);
    }

    /// What is not finished and concerns a service, for people; empty: nothing.
    public List<String> notFinished(ServiceName service) {
        return open.of(service);
    }

    /// A world that has lost what it should go back to leaves one consistent stack: the new one. It is taken if no service
    /// has changed since.
    private void settleAtStart() {
        var lost =
                atStart(() -> {
                    settle();
                    return open.lost();
                });
        for (var move : lost.orElse(List.of())) {
            boolean unchanged =
                    move.services().stream()
                            .map(part -> services.open(part.service()).state().standing())
                            .allMatch(standing -> standing.epoch() < move.epoch());
            if (unchanged && goesOn(move)) {
                finish(move, false);
            }
        }
    }

    private boolean goesOn(StackMove move) {
        return atStart(() -> inTurn(world, () -> open.goesOn(move))).orElse(false);
    }

    private <T> Optional<T> atStart(Callable<T> call) {
        try {
            return Within.within(worlds.limits().start(), false, call);
        } catch (ExecutionException e) {
            LOG.error("What a crash cut off is not taken back yet; it is tried again", e);
            return Optional.empty();
        }
    }

    private void settle() {
        inTurn(
                world,
                () -> {
                    inTurn(one, open::endAll);
                    open.settle();
                });
    }

    /// It was switched while the book could not be written, if a service has written down its part of it.
    private boolean hasHappened(StackMove move) {
        return move.services().stream()
                .anyMatch(part -> services.open(part.service()).hasHeard(part.event()));
    }

    private void finish(StackMove move, boolean switched) {
        if (!switched) {
            record.act(new StackEntry.Switched(clock.instant(), move));
        }
        move.services()
                .forEach(part -> services.open(part.service()).catchUp(part.event(), move.epoch()));
        open.end(move);
    }

    /// Only who moves in a world waits for worlds.
    private Optional<Problem> move(Wish wish) throws IOException {
        var moving = wish.moves().components().keySet();
        try {
            if (!worlds.concern(moving)) {
                return inTurn(one, () -> planned(wish));
            }
            return inTurn(
                    world,
                    () -> {
                        open.settle(moving);
                        return inTurn(one, () -> planned(wish));
                    });
        } finally {
            open.later(this::settle);
        }
    }

    private Optional<Problem> planned(Wish wish) {
        return switch (worlds.planned(wish.moves().components(), record.now().live())) {
            case Outcome.Refused<List<OfComponent>>(var problem) ->
                    Optional.of(problem.inState("Nothing was moved."));
            case Outcome.Done<List<OfComponent>>(var components) -> move(wish, components);
        };
    }

    private static void inTurn(ReentrantLock turn, Runnable then) {
        inTurn(
                turn,
                () -> {
                    then.run();
                    return true;
                });
    }

    private static <T> T inTurn(ReentrantLock turn, Supplier<T> then) {
        turn.lock();
        try {
            return then.get();
        } finally {
            turn.unlock();
        }
    }

    private Optional<Problem> move(Wish wish, List<OfComponent> components) {
        var passage =
                new Passage(
                        record,
                        services,
                        standby,
                        hands,
                        worlds,
                        drafts,
                        open,
                        clock,
                        wish,
                        record.now().moves() + 1,
                        clock.instant(),
                        components);
        return open.inTheWay(wish.moves().components().keySet(), passage.driven()).or(passage::go);
    }
}
