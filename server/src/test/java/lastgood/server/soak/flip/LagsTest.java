package lastgood.server.soak.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lastgood.server.soak.flip.Spans.Span;
import lastgood.server.soak.flip.Timeline.Switch;
import org.junit.jupiter.api.Test;

class LagsTest {
    private static final long MS = 1_000_000;
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    /// Asked for at 1000 ms of the client's clock, which is noon; acknowledged 6 ms later.
    private static final Switch BACK = new Switch(8, "r1", true, 1_000 * MS, 1_006 * MS, NOON);

    @Test
    void theLagIsFromTheDecisionToTheLastRequestSentThatGotTheOldRelease() {
        assertThat(lags(1_005 * MS, NOON.plusMillis(2)).decidedToSent().most())
                .isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void whereNoOldRequestWasSentAfterTheDecisionThereIsNoLag() {
        assertThat(lags(1_001 * MS, NOON.plusMillis(2)).decidedToSent().most()).isZero();
    }

    @Test
    void threeTimesAreToldFromTwoBeginningsToTwoEnds() {
        assertThat(lags(1_005 * MS, NOON.plusMillis(2)).lines("back"))
                .contains("back (1)")
                .containsPattern("asked   -> last old request sent +p50 5.00")
                .containsPattern("decided -> last old request sent +p50 3.00")
                .containsPattern("decided -> last old answer read +p50 5.50");
    }

    @Test
    void aDecisionOutsideOfItsRequestMeansThatAClockWasSet() {
        assertThatThrownBy(() -> lags(1_005 * MS, NOON.plusMillis(60)))
                .hasMessageContaining("wall clock");
    }

    private static Lags lags(long lastSent, Instant decided) {
        var before = new Span("r2", 9, 0, lastSent, 1_007_500_000L);
        return new Lags(List.of(BACK), Map.of(7L, before), Map.of(8L, decided));
    }
}
