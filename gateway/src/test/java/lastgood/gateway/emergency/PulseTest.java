package lastgood.gateway.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    @Test
    void itBeatsOnWhateverGoesWrongAndEndsWhenItIsClosed() throws InterruptedException {
        var beats = new CountDownLatch(5);
        var pulse =
                Pulse.start(
                        "test-pulse",
                        OFTEN,
                        () -> {
                            beats.countDown();
                            throw new IllegalStateException("wrong, beat " + beats.getCount());
                        });

        assertThat(beats.await(20, TimeUnit.SECONDS)).isTrue();
        var thread =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().equals("test-pulse"))
                        .findFirst()
                        .orElseThrow();
        pulse.close();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
}
