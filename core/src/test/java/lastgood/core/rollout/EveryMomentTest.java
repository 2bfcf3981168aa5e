package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every kind of phase meets every kind of event, in states that walks have come to: there is always a decision, and it
/// breaks nothing.
class EveryMomentTest {
    private static final int STATES_A_KIND = 40;
    private static final int EVENTS_A_KIND = 4;

    @Test
    void everyPhaseAndEveryEventMeet() {
        var states = states();
        var met = new TreeSet<String>();
        var dice = new Dice(new Random(7));
        states.forEach((kind, some) -> {
            for (var state : some) {
                for (int i = 0; i < EVENTS_A_KIND; i++) {
                    for (var draw : dice.kinds(state)) {
                        var event = draw.get();
                        var decision = Rules.decide(state, event);
                        assertThat(decision).isNotNull();
                        check(state, event, decision);
                        met.add(kind + " × " + event.getClass().getSimpleName());
                    }
                }
            }
        });

        assertThat(states.keySet()).containsExactlyInAnyOrderElementsOf(Kinds.ALL);
        assertThat(met).hasSize(Kinds.ALL.size() * Dice.KINDS);
        assertThat(Event.class.getPermittedSubclasses()).hasSize(Dice.KINDS);
    }

    private static void check(State state, Event event, Decision decision) {
        try {
            Invariants.step(state, event, decision);
        } catch (AssertionError e) {
            throw new AssertionError(
                    state + "\n" + event + "\n" + decision + "\n" + e.getMessage(), e);
        }
    }

    /// Some states of each kind, all of them come to from the beginning.
    private static Map<String, List<State>> states() {
        var found = new TreeMap<String, List<State>>();
        for (long seed = 1000; seed < 1800; seed++) {
            var dice = new Dice(new Random(seed));
            var state = State.NEW;
            for (int i = 0; i < 300; i++) {
                var some = found.computeIfAbsent(Kinds.of(state.phase()), _ -> new ArrayList<>());
                if (some.size() < STATES_A_KIND && !some.contains(state)) {
                    some.add(state);
                }
                if (Rules.decide(state, dice.any(state)) instanceof Decision.Changed changed) {
                    state = changed.next();
                }
            }
        }
        return found;
    }
}
