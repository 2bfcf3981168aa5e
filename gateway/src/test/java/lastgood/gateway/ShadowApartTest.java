package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import lastgood.core.rollout.Isolation;
import org.junit.jupiter.api.Test;

/// A candidate in shadow that runs in a process of its own: it may end that process, and nobody notices.
class ShadowApartTest extends ShadowContract {
    @Override
    Isolation isolation() {
        return Isolation.PROCESS;
    }

    @Test
    void aCandidateThatAbortsEndsItsOwnProcessAndEverybodyIsAnswered() {
        inShadow(
                ready(
                        house.drafts
                                .of("two", 2, "models/poison.onnx")
                                .timeout(Duration.ofSeconds(30))));
        house.infer("two", House.x(1, 2));
        eventually(c -> c.answers() == 1);

        var poisoned = house.infer("two", House.x(100, 2));

        assertThat(poisoned.statusCode()).isEqualTo(200);
        assertThat(release(poisoned)).isEqualTo("r1");
        eventually(c -> c.failed() == 1);
    }
}
