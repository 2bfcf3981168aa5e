package lastgood.core.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.release.ReleaseId;

/// Draws what happens next: mostly what could well happen in a state, sometimes what comes late, twice or from nowhere.
final class Dice {
    private static final int MOST_RELEASES = 8;
    private static final List<double[]> STEPS =
            List.of(
                    new double[] {.1, .5, 1},
                    new double[] {.2, 1},
                    new double[] {1},
                    new double[] {.01, .1, .25, .5, 1});

    private final RandomGenerator random;
    private Instant now = Cast.T0;

    Dice(RandomGenerator random) {
        this.random = random;
    }

    /// Some event of any kind.
    Event any(State state) {
        now = now.plusSeconds(random.nextInt(chance(10) ? 7200 : 300));
        int roll = random.nextInt(100);
        return roll < 40 ? judged(state) : kinds(state).get(random.nextInt(KINDS)).get();
    }

    /// How many kinds of events there are.
    static final int KINDS = 22;

    /// One event of each kind.
    List<Supplier<Event>> kinds(State state) {
        return List.of(
                () -> new Event.Applied(now, Cast.ALICE, settings()),
                () -> new Event.Created(now, Cast.ALICE, newRelease(state).digest()),
                () -> new Event.Started(now, Cast.ALICE, known(state), terms()),
                () -> judged(state),
                () -> new Event.Vetoed(now, veto(state), readings(state)),
                () -> new Event.Paused(now, Cast.ALICE),
                () -> new Event.Resumed(now, Cast.ALICE),
                () -> new Event.Promoted(now, Cast.ALICE, judged(state)),
                () -> new Event.Stopped(now, Cast.ALICE, reason()),
                () -> new Event.RolledBack(now, Cast.ALICE, to(state), reason()),
                () -> new Event.Moved(now, Cast.ALICE, known(state), "with another service"),
                () ->
                        new Event.Rebound(
                                now,
                                Cast.ALICE,
                                state.standing().epoch() + random.nextInt(2),
                                "table v1"),
                () -> new Event.Held(now, Cast.ALICE, known(state), reason()),
                () -> new Event.Unheld(now, Cast.ALICE, known(state), reason()),
                () -> new Event.Pruned(now, Cast.ALICE, List.of(seen(state))),
                () -> new Event.Served(now, epoch(state), seen(state)),
                () -> new Event.Missed(now, epoch(state), "other answers"),
                () -> new Event.Unready(now, epoch(state), seen(state), "a bit flipped"),
                () -> new Event.Ticked(now),
                () -> new Event.Restarted(now),
                () -> new Event.Lapsed(now, chance(30) ? epoch(state) : 0),
                () -> new Event.PutBack(now, Cast.BOB, exposed(state), target(state)));
    }

    private Event.Judged judged(State state) {
        int rollout =
                chance(90)
                        ? state.standing().rollouts()
                        : random.nextInt(state.standing().rollouts() + 2);
        int step = chance(90) ? state.phase().step() : random.nextInt(3);
        long requests = chance(80) ? 1000 : random.nextInt(100);
        return new Event.Judged(
                now,
                rollout,
                step,
                readings(state),
                requests,
                Cast.CEILINGS,
                Optional.empty(),
                load());
    }

    /// Mostly a candidate takes what it is asked.
    private Optional<Load> load() {
        return chance(80)
                ? Optional.empty()
                : Optional.of(new Load(random.nextInt(2_000), 1 + random.nextInt(2_000)));
    }

    private List<Reading> readings(State state) {
        var guards = state.phase().watched().map(r -> r.terms().guards()).orElse(Cast.GUARDS).all();
        var readings = new ArrayList<Reading>();
        for (var guard : guards) {
            if (chance(98)) {
                readings.add(chance(92) ? Cast.ok(guard) : doubtful(guard));
            }
        }
        return readings;
    }

    private Reading doubtful(Guard guard) {
        return switch (random.nextInt(8)) {
            case 0 -> Cast.tripped(guard);
            case 7 -> Cast.trippedWithLive(guard);
            case 1 -> Cast.blind(guard, true);
            case 2 -> Cast.blind(guard, false);
            case 3 -> Cast.reading(guard, new Verdict.Learning(), true, true);
            case 4 -> Cast.reading(guard, new Verdict.NotApplicable(), true, true);
            case 5 -> Cast.reading(guard, new Verdict.Watching(), false, true);
            default -> Cast.reading(guard, new Verdict.Watching(), true, false);
        };
    }

    private Route.Veto veto(State state) {
        int rollout =
                chance(80)
                        ? state.standing().rollouts()
                        : random.nextInt(state.standing().rollouts() + 2);
        var exposed = state.phase().candidate().or(() -> state.phase().serving());
        var release = chance(80) ? exposed.orElseGet(() -> known(state)) : known(state);
        return new Route.Veto(rollout, release.digest());
    }

    /// Ends of rollouts that come too often would leave no walk the time to get anywhere.
    private ReleaseId exposed(State state) {
        var exposed = state.phase().candidate().or(() -> state.phase().serving());
        return chance(25) ? exposed.orElseGet(() -> known(state)) : known(state);
    }

    private ReleaseId target(State state) {
        return chance(80) ? state.rollbackTo().orElseGet(() -> known(state)) : known(state);
    }

    private Optional<ReleaseId> to(State state) {
        return chance(50) ? Optional.empty() : Optional.of(known(state));
    }

    private long epoch(State state) {
        return chance(80)
                ? state.standing().epoch()
                : random.nextLong(state.standing().epoch() + 2);
    }

    private ReleaseId seen(State state) {
        return chance(80) ? state.phase().serving().orElseGet(() -> known(state)) : known(state);
    }

    /// Mostly new bytes, sometimes some that are there already.
    private ReleaseId newRelease(State state) {
        int known = state.standing().releases().size();
        boolean another = known == 0 || (chance(80) && known < MOST_RELEASES);
        return Cast.release(another ? known + 1 : 1 + random.nextInt(known));
    }

    /// One that control has looked up: it never asks about a release that is not there.
    private ReleaseId known(State state) {
        var releases = state.standing().releases();
        return releases.isEmpty() ? Cast.R1 : releases.get(random.nextInt(releases.size()));
    }

    private Terms terms() {
        Optional<Duration> most =
                chance(50)
                        ? Optional.empty()
                        : Optional.of(Duration.ofMinutes(20 + random.nextInt(300)));
        return shadowed(Cast.terms(most, STEPS.get(random.nextInt(STEPS.size()))));
    }

    /// Some that have a longest duration begin in shadow. It throws no dice of its own.
    private static Terms shadowed(Terms terms) {
        long minutes = terms.maxDuration().map(Duration::toMinutes).orElse(1L);
        if (minutes % 3 != 0) {
            return terms;
        }
        return Cast.inShadow(
                terms,
                minutes % 2 == 0
                        ? new Shadow.Answers(200)
                        : new Shadow.Time(Duration.ofMinutes(5)));
    }

    private Settings settings() {
        var terms = terms();
        var fixed = new FixedAnswer(new TreeMap<>(Map.of("label", List.of("0"))));
        return new Settings(
                Settings.Task.CLASSIFICATION,
                terms,
                Optional.empty(),
                List.of("ml@example.org"),
                Optional.of(fixed).filter(_ -> terms.steps().size() == 1),
                Optional.of(Isolation.PROCESS).filter(_ -> terms.steps().size() == 2));
    }

    private String reason() {
        return chance(90) ? "because" : " ";
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
