package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whereNothingIsKnownHalfIsKeptBack() {
        assertThat(new Latency().allowance(SECOND)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void twiceWhatNearlyAllAnswersTakeIsKeptBack() {
        var latency = new Latency();
        for (int i = 0; i < 1_280; i++) {
            latency.note(Duration.ofMillis(i % 128 == 0 ? 400 : 10).toNanos());
        }

        assertThat(latency.allowance(SECOND))
                .isBetween(Duration.ofMillis(978), Duration.ofMillis(982));
    }

    @Test
    void atLeastHalfIsAllowedHoweverSlowTheOtherIs() {
        var latency = new Latency();
        latency.note(Duration.ofSeconds(70).toNanos());

        assertThat(latency.allowance(SECOND)).isEqualTo(Duration.ofMillis(500));
    }
}
