package lastgood.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = -4 * SECOND;

    private final Pace pace = new Pace();

    @Test
    void nobodyKnowsBeforeASecondHasGoneBy() {
        assertThat(pace.perSecond(START)).isEmpty();
        pace.note(START);
        assertThat(pace.perSecond(START)).isEmpty();
    }

    @Test
    void wholeSecondsAreAveraged() {
        requests(100, 4);

        assertThat(pace.perSecond(START + 4 * SECOND)).hasValue(100);
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        requests(100, 60);

        assertThat(pace.perSecond(START + 60 * SECOND)).hasValue(100);
        assertThat(pace.perSecond(START + 75 * SECOND)).hasValue(50);
        assertThat(pace.perSecond(START + 600 * SECOND)).hasValue(0);
        pace.note(START + 600 * SECOND);
        assertThat(pace.perSecond(START + 601 * SECOND)).hasValue(1 / 30.0);
    }

    private void requests(int perSecond, int seconds) {
        for (int i = 0; i < perSecond * seconds; i++) {
            pace.note(START + i * SECOND / perSecond);
        }
    }
}
