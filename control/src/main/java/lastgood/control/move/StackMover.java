package lastgood.control.move;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.Errands;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;
import lastgood.core.stack.StackMove.OfComponent;

/// Moves services and the components they share in one switch.
///
/// First everything that will answer is made ready beside what serves. Then components move in their own worlds, if any
/// have to, while what serves goes on serving: that this has begun is written down before. Then one entry in the book of
/// stacks is the moment at which it happens. A crash before it leaves everything as it was, once the worlds are taken back;
/// a start after it finishes what is missing.
public final class StackMover {
    private final StackRecord record;
    private final Services services;
    private final StandbyKeeper standby;
    private final Hands hands;
    private final WorldMoves worlds;
    private final InstantSource clock;
    private final Drafts drafts;
    private final OpenMoves open;

    private final MoveTurns turns = new MoveTurns();

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

    /// Does something while no stack moves. What it finds of who reads what holds until it is done.
    public <T> T undisturbed(Supplier<T> then) {
        return turns.stack(then);
    }

    /// One service goes back, and all that has to come along with it.
    ///
    /// @param asked what the service itself is told; empty: it is there already
    /// @return why nothing moved; empty: all of it did
    public Optional<Problem> back(
            ServiceLoop loop, Optional<Event> asked, Moves moves, Actor by, String reason)
            throws IOException {
        return move(new Wish(Optional.of(loop), asked, moves, by, reason));
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
                        Optional.of(loop),
                        Optional.of(started),
                        new Moves(alone, versions),
                        started.by(),
                        started.release() + " goes out"));
    }

    /// Everybody who serves reads these versions from now on. Whoever was made with another one is bound to it.
    public Optional<Problem> unite(SortedMap<String, String> versions, Actor by)
            throws IOException {
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        return move(
                new Wish(
                        Optional.empty(),
                        Optional.empty(),
                        new Moves(new TreeMap<>(), versions),
                        by,
                        "it has one live version now: " + versions));
    }

    /// Why components could not go to these versions in their own worlds now; empty: they could, or have none.
    public Optional<Problem> objection(SortedMap<String, String> versions) {
        return worlds.planned(versions, record.now().live())
                        instanceof Outcome.Refused<List<OfComponent>>(var problem)
                ? Optional.of(problem)
                : Optional.empty();
    }

    /// What was found of who reads what does not hold any more.
    public static Problem changed(ServiceName service) {
        return Problem.of(
                        Code.WORLD_CHANGED,
                        "Nothing was moved: who reads what changed while it was planned.")
                .because("another move came in between")
                .tryThis("lastgood graph " + service, "then ask for it again");
    }

    /// Ends what a crash cut off, before any service is taken up. A world that does not answer is not waited for: it is tried
    /// again beside everything else.
    public void recover() {
        new Recovery(record, services, worlds.limits(), open, turns, clock).run();
        open.later(this::settle);
    }

    /// What is not finished and concerns a service, for people; empty: nothing.
    public List<String> notFinished(ServiceName service) {
        return open.of(service);
    }

    private void settle() {
        turns.stackOnly(open::endAll);
        turns.worldOnly(open::settle);
    }

    /// Only who moves in a world waits for worlds, and for one that hangs no longer than a start does.
    private Optional<Problem> move(Wish wish) throws IOException {
        var moving = wish.moves().components().keySet();
        try {
            boolean alone = !worlds.concern(moving);
            return turns.stack(() -> alone ? planned(wish) : inWorlds(wish, moving));
        } finally {
            open.later(this::settle);
        }
    }

    private Optional<Problem> inWorlds(Wish wish, Set<String> moving) {
        return turns.world(
                        worlds.limits().start(),
                        () -> {
                            open.settle(moving);
                            return planned(wish);
                        })
                .orElseGet(() -> Optional.of(MoveProblems.busy()));
    }

    private Optional<Problem> planned(Wish wish) {
        return switch (worlds.planned(wish.moves().components(), record.now().live())) {
            case Outcome.Refused<List<OfComponent>>(var problem) ->
                    Optional.of(problem.inState("Nothing was moved."));
            case Outcome.Done<List<OfComponent>>(var components) -> move(wish, components);
        };
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
