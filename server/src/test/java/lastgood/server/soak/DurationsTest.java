package lastgood.server.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void aPercentileIsTheLeastThatSoManyDoNotExceed() {
        var times = new Durations();
        IntStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).forEach(i -> times.add(i * 1_000L));

        assertThat(times.percentile(50)).isEqualTo(Duration.ofNanos(500_000));
        assertThat(times.percentile(99.9)).isEqualTo(Duration.ofNanos(999_000));
        assertThat(times.most()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(new Durations().percentile(99.9)).isZero();
    }
}
