package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import lastgood.core.guard.Tally.KeyMap;
import lastgood.core.prediction.Arm;
import org.junit.jupiter.api.Test;

/// Users who stick to their side and try again when something fails, over a ramp of five steps: the world in which
/// counting requests breaks every promise of the error budget, and counting users keeps it.
class StickyUsersTest {
    private static final List<Double> SHARES = List.of(.05, .1, .25, .5, .75, 1.0);
    private static final int USERS = 2500;
    private static final int LOOKS_A_STEP = 6;
    private static final double FAILURES = .004;
    private static final double RETRY_AGAIN = .75;
    private static final double ALPHA = .01;
    private static final int WORLDS = 300;
    private static final long SEED = 4;

    @Test
    void anEqualCandidateIsSafeAtARatioOfOneOnlyIfUsersAreCounted() {
        assertThat(falseTrips(false, w -> ratio(1, w))).isGreaterThan(.2);
        assertThat(falseTrips(true, w -> ratio(1, w))).isLessThanOrEqualTo(ALPHA + 2 * noise());
    }

    @Test
    void anEqualCandidateIsSafeAtARatioOfFiveQuartersOnlyIfUsersAreCounted() {
        assertThat(falseTrips(false, w -> ratio(1.25, w))).isGreaterThan(.05);
        assertThat(falseTrips(true, w -> ratio(1.25, w))).isLessThanOrEqualTo(ALPHA + 2 * noise());
    }

    @Test
    void anEqualCandidateIsSafeAtAMarginOfNothingOnlyIfUsersAreCounted() {
        assertThat(falseTrips(false, w -> margin(0, w))).isGreaterThan(.1);
        assertThat(falseTrips(true, w -> margin(0, w))).isLessThanOrEqualTo(ALPHA + 2 * noise());
    }

    /// One request in 250 fails, each user sends dozens: far more than 1 % of users see a failure, and still no more
    /// than 1 % of requests fail.
    @Test
    void aLimitOnRequestsIsNotHeldAgainstUsersWhoSendMany() {
        assertThat(falseTrips(true, w -> limit(.01, w))).isLessThanOrEqualTo(ALPHA + 2 * noise());
    }

    /// One user in four always fails with the candidate; the others send many good requests, which hide nothing.
    @Test
    void aCandidateThatFailsForSomeUsersIsCaught() {
        var map = new Slots();
        var live = new Slots();
        for (int request = 0; request < 200; request++) {
            for (int user = 0; user < 1500; user++) {
                (user < 150 ? map : live).count(user, user % 4 == 0 && user < 150);
            }
        }
        assertThat(wrong("quality.error_rate <= baseline + 3%", 0, map, live))
                .isEqualTo(new Verdict.Tripped());
    }

    /// All users of the first step come back in the second and find the candidate broken.
    @Test
    void aCandidateThatBreaksForUsersWhoKnowItIsCaught() {
        var map = new Slots();
        var live = new Slots();
        for (int request = 0; request < 20; request++) {
            for (int user = 0; user < 1000; user++) {
                (user < 100 ? map : live).count(user, user < 100 && request >= 10);
            }
        }
        for (var line :
                List.of(
                        "quality.error_rate <= baseline + 3%",
                        "quality.error_rate <= baseline * 1.25", "quality.error_rate <= 1%")) {
            assertThat(wrong(line, 0, map, live)).as(line).isEqualTo(new Verdict.Tripped());
        }
    }

    private static Verdict wrong(String line, int step, Slots candidate, Slots live) {
        var tally =
                Counting.nothing()
                        .keys(new Place(step, Arm.CANDIDATE), candidate.map())
                        .keys(new Place(step, Arm.LIVE), live.map());
        var situation = new Situation(List.of(.1, .5, 1.0), step, true, List.of(), Set.of());
        return Judge.read(Lines.set(line), situation, tally.as(new Signal.Wrong()))
                .getLast()
                .verdict();
    }

    private static double noise() {
        return Math.sqrt(ALPHA * (1 - ALPHA) / WORLDS);
    }

    private static double ratio(double ratio, Tally tally) {
        return new RatioBet(ratio)
                .weigh(Units.first(tally, SHARES), Units.untilBad(tally, SHARES))
                .broken();
    }

    private static double margin(double margin, Tally tally) {
        return new MarginBet(margin)
                .weigh(Units.first(tally, SHARES), Units.untilBad(tally, SHARES))
                .broken();
    }

    private static double limit(double limit, Tally tally) {
        return new LimitBet(limit)
                .weigh(
                        Units.firstAlone(tally, Arm.CANDIDATE, 0, 5),
                        Units.untilBadAlone(tally, Arm.CANDIDATE, 0, 5))
                .broken();
    }

    private static double falseTrips(boolean keyed, ToDoubleFunction<Tally> logE) {
        int trips = 0;
        for (int i = 0; i < WORLDS; i++) {
            trips += new World(keyed, new SplittableRandom(SEED + i)).trips(logE) ? 1 : 0;
        }
        return (double) trips / WORLDS;
    }

    /// Both releases fail alike; only what is counted differs.
    private static final class World {
        private final boolean keyed;
        private final SplittableRandom random;
        private final double[] side = new double[USERS];
        private final int[] slot = new int[USERS];
        private final Map<Tally.Unit, Long> units = new HashMap<>();
        private final Map<Place, Slots> keys = new HashMap<>();

        World(boolean keyed, SplittableRandom random) {
            this.keyed = keyed;
            this.random = random;
            for (int user = 0; user < USERS; user++) {
                side[user] = random.nextDouble();
                slot[user] = random.nextInt(KeyMap.SLOTS);
            }
        }

        boolean trips(ToDoubleFunction<Tally> logE) {
            for (int look = 0; look < (SHARES.size() - 1) * LOOKS_A_STEP; look++) {
                int step = look / LOOKS_A_STEP;
                for (int user = 0; user < USERS; user++) {
                    visit(step, user);
                }
                if (logE.applyAsDouble(tally()) >= -Math.log(ALPHA)) {
                    return true;
                }
            }
            return false;
        }

        /// One request, and if it fails the same again and again.
        private void visit(int step, int user) {
            var arm = side[user] < SHARES.get(step) ? Arm.CANDIDATE : Arm.LIVE;
            var place = new Place(step, arm);
            if (random.nextDouble() >= FAILURES) {
                count(place, user, false);
                return;
            }
            do {
                count(place, user, true);
            } while (random.nextDouble() < RETRY_AGAIN);
        }

        private void count(Place place, int user, boolean bad) {
            if (keyed) {
                keys.computeIfAbsent(place, _ -> new Slots()).count(slot[user], bad);
            } else {
                units.merge(new Tally.Unit(place, bad ? 1 : 0, 1), 1L, Long::sum);
            }
        }

        private Tally tally() {
            var maps = new TreeMap<Place, KeyMap>();
            keys.forEach((place, slots) -> maps.put(place, slots.map()));
            return new Tally(new TreeMap<>(units), maps);
        }
    }
}
