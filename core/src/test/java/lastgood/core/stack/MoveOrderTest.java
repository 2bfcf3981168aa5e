package lastgood.core.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import lastgood.core.stack.MoveOrder.Step;
import org.junit.jupiter.api.Test;

/// Who moves first, so that what needs and what is needed fit together between two steps as well.
class MoveOrderTest {
    @Test
    void whoNeedsTheOtherInItsNewerVersionOnlyGoesBackFirst() {
        var index = step("index", needs(), needs());
        var scores = step("scores", needs("index", "v2"), needs("index", "v1", "v2"));
        assertThat(MoveOrder.of(List.of(index, scores))).containsExactly("scores", "index");
    }

    @Test
    void whoGoesToAVersionThatNeedsTheOldOneOnlyWaitsForIt() {
        var index = step("index", needs(), needs());
        var alarms = step("alarms", needs("index", "v1", "v2"), needs("index", "v1"));
        assertThat(MoveOrder.of(List.of(alarms, index))).containsExactly("index", "alarms");
    }

    @Test
    void whereNoOrderHelpsWhoNeedsTheOtherGoesFirst() {
        var index = step("index", needs(), needs());
        var scores = step("scores", needs("index", "v2"), needs("index", "v1"));
        assertThat(MoveOrder.of(List.of(index, scores))).containsExactly("scores", "index");
    }

    @Test
    void whatDoesNotConcernEachOtherGoesByName() {
        assertThat(MoveOrder.of(List.of(step("b", needs(), needs()), step("a", needs(), needs()))))
                .containsExactly("a", "b");
    }

    /// Against every order there is.
    @Test
    void noOrderLeavesFewerPairsThatDoNotFit() {
        int circles = 0;
        int wishes = 0;
        for (int seed = 0; seed < 3000; seed++) {
            var steps = world(new Random(seed));
            var chosen =
                    MoveOrder.of(steps).stream()
                            .map(name ->
                                    steps.stream()
                                            .filter(s -> s.component().equals(name))
                                            .findFirst()
                                            .orElseThrow())
                            .toList();
            int best = Integer.MAX_VALUE;
            int worst = 0;
            for (var order : orders(steps)) {
                best = Math.min(best, misfits(order));
                worst = Math.max(worst, misfits(order));
            }
            assertThat(chosen).containsExactlyInAnyOrderElementsOf(steps);
            wishes += worst > best ? 1 : 0;
            if (misfits(chosen) > best) {
                circles++;
                assertThat(bestIsOnlyReachedAgainstAWish(steps, best)).as("seed " + seed).isTrue();
            }
        }
        assertThat(wishes).as("worlds in which the order matters").isGreaterThan(500);
        assertThat(circles).as("worlds that run in a circle").isLessThan(60);
    }

    /// Every order breaks a pair that would fit the other way round: the wishes run in a circle.
    private static boolean bestIsOnlyReachedAgainstAWish(List<Step> steps, int best) {
        int helpless = 0;
        for (int i = 0; i < steps.size(); i++) {
            for (int j = i + 1; j < steps.size(); j++) {
                helpless +=
                        !MoveOrder.fitsBetween(steps.get(i), steps.get(j))
                                        && !MoveOrder.fitsBetween(steps.get(j), steps.get(i))
                                ? 1
                                : 0;
            }
        }
        return best > helpless;
    }

    private static int misfits(List<Step> order) {
        int misfits = 0;
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                misfits += MoveOrder.fitsBetween(order.get(i), order.get(j)) ? 0 : 1;
            }
        }
        return misfits;
    }

    private static List<List<Step>> orders(List<Step> steps) {
        if (steps.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Step>>();
        for (var first : steps) {
            var rest = new ArrayList<>(steps);
            rest.remove(first);
            for (var order : orders(rest)) {
                var whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }

    /// Old and new versions fit together, whatever is between them.
    private static List<Step> world(Random random) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < 4; i++) {
            var before = new TreeMap<String, List<String>>();
            var after = new TreeMap<String, List<String>>();
            for (int j = 0; j < 4; j++) {
                if (j != i && random.nextInt(3) == 0) {
                    before.put("c" + j, random.nextBoolean() ? List.of("v2") : List.of("v1", "v2"));
                    after.put("c" + j, random.nextBoolean() ? List.of("v1") : List.of("v1", "v2"));
                }
            }
            steps.add(new Step("c" + i, "v2", "v1", new Requires(before), new Requires(after)));
        }
        return steps;
    }

    private static Step step(String name, Requires before, Requires after) {
        return new Step(name, "v2", "v1", before, after);
    }

    private static Requires needs(String... words) {
        var versions = new TreeMap<String, List<String>>();
        if (words.length > 0) {
            versions.put(words[0], List.of(words).subList(1, words.length));
        }
        return new Requires(versions);
    }
}
