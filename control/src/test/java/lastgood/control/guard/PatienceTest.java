package lastgood.control.guard;

import static lastgood.core.port.Samples.releaseId;
import static lastgood.core.port.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import lastgood.core.guard.Guard;
import lastgood.core.release.Actor;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;
import org.junit.jupiter.api.Test;

/// Steps of three seconds: a guard that hears nothing for nine is blind.
class PatienceTest {
    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
    private static final Rollout ROLLOUT =
            new Rollout(
                    2,
                    releaseId(2),
                    new Rollout.Origin.Live(releaseId(1)),
                    terms(),
                    T0,
                    Actor.SERVER);
    private static final Phase CANARY = new Phase.Canary(ROLLOUT, releaseId(1), 0, T0);

    private final Patience patience = new Patience();

    @Test
    void aGuardThatHearsNothingIsBlindWhenItsPatienceIsOver() {
        assertThat(isOver(CANARY, 7, 0)).isFalse();
        assertThat(isOver(CANARY, 7, 9)).isFalse();
        assertThat(isOver(CANARY, 7, 10)).isTrue();
    }

    @Test
    void whateverComesBeginsItAnew() {
        for (int second = 0; second < 60; second++) {
            assertThat(isOver(CANARY, second, second)).isFalse();
        }
    }

    @Test
    void soDoesAResume() {
        isOver(CANARY, 7, 0);
        var resumed = new Phase.Canary(ROLLOUT, releaseId(1), 0, T0.plusSeconds(12));
        assertThat(isOver(resumed, 7, 10)).isFalse();
    }

    @Test
    void nobodyWaitsForEvidenceInABake() {
        var baking = new Phase.Baking(ROLLOUT, T0.plusSeconds(99), java.util.List.of());
        isOver(baking, 7, 0);
        assertThat(isOver(baking, 7, 50)).isFalse();
    }

    private boolean isOver(Phase phase, long heard, int second) {
        return patience.isOver(phase, ROLLOUT, Guard.HARD_LIMIT, heard, T0.plusSeconds(second));
    }
}
