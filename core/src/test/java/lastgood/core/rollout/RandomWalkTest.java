package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Long walks through whatever may happen, with every invariant looked at after every event.
///
/// A failure names its seed; `-Dseed=…` walks that one alone.
class RandomWalkTest {
    private static final int WALKS = 150;
    private static final int EVENTS = 400;

    private record Step(State before, Event event, Decision decision) {}

    @Test
    void noWalkBreaksAnInvariant() {
        seeds().forEach(seed -> {
            var invariants = new Invariants();
            for (var step : walk(seed)) {
                told(
                        seed,
                        step,
                        () -> invariants.see(step.before(), step.event(), step.decision()));
            }
        });
    }

    @Test
    void theSameEventsLeadToTheSameState() {
        seeds().forEach(seed -> {
            var state = State.NEW;
            for (var step : walk(seed)) {
                assertThat(state).as(repeat(seed)).isEqualTo(step.before());
                var decision = Rules.decide(state, step.event());
                assertThat(decision).as(repeat(seed)).isEqualTo(step.decision());
                state = decision.after(state);
            }
        });
    }

    @Test
    void everyEventTwiceIsEveryEventOnce() {
        seeds().forEach(seed -> {
            var state = State.NEW;
            for (var step : walk(seed)) {
                state = Rules.decide(state, step.event()).after(state);
                if (!(step.event() instanceof Event.Restarted)) {
                    state = Rules.decide(state, step.event()).after(state);
                }
                assertThat(state).as(repeat(seed)).isEqualTo(step.decision().after(step.before()));
            }
        });
    }

    /// A walk that never gets anywhere would prove nothing.
    @Test
    void theWalksGoEverywhere() {
        var phases = new HashSet<String>();
        var hows = new HashSet<String>();
        seeds().forEach(seed -> {
            for (var step : walk(seed)) {
                phases.add(Kinds.of(step.before().phase()));
                if (step.decision() instanceof Decision.Changed changed) {
                    changed.line().ifPresent(line -> hows.add(line.how()));
                }
            }
        });
        assertThat(phases).containsExactlyInAnyOrderElementsOf(Kinds.ALL);
        assertThat(hows)
                .containsExactlyInAnyOrder(
                        "first",
                        "shadow",
                        "canary",
                        "step",
                        "promote",
                        "good",
                        "pause",
                        "resume",
                        "rollback",
                        "stop",
                        "fallback",
                        "rebound",
                        "bake",
                        "stuck",
                        "hold",
                        "unhold",
                        "prune");
    }

    private static List<Step> walk(long seed) {
        var dice = new Dice(new Random(seed));
        var steps = new ArrayList<Step>();
        var state = State.NEW;
        for (int i = 0; i < EVENTS; i++) {
            var event = dice.any(state);
            var decision = Rules.decide(state, event);
            steps.add(new Step(state, event, decision));
            state = decision.after(state);
        }
        return steps;
    }

    private static LongStream seeds() {
        var one = System.getProperty("seed");
        return one == null ? LongStream.range(0, WALKS) : LongStream.of(Long.parseLong(one));
    }

    private static void told(long seed, Step step, Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            throw new AssertionError(repeat(seed) + "\n" + step + "\n" + e.getMessage(), e);
        }
    }

    private static String repeat(long seed) {
        return "seed " + seed + ": ./dev mvn -pl core test -Dtest=RandomWalkTest -Dseed=" + seed;
    }
}
