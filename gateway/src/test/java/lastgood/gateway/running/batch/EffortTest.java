package lastgood.gateway.running.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EffortTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whatTakesMoreThanHalfAMillisecondIsSlow() {
        assertThat(Effort.alone(500_000).isSlow()).isFalse();
        assertThat(Effort.alone(500_001).isSlow()).isTrue();
    }

    @Test
    void whatTakesMoreThanFiveIsSlowBeyondDoubt() {
        assertThat(Effort.alone(5_000_000).isSlowBeyondDoubt()).isFalse();
        assertThat(Effort.alone(5_000_001).isSlowBeyondDoubt()).isTrue();
    }

    @Test
    void aBatchPaysWhereFourRowsCostLessThanTwoAndAHalf() {
        assertThat(effort(1000, 2499, 9000).batchPays()).isTrue();
        assertThat(effort(1000, 2500, 9000).batchPays()).isFalse();
        assertThat(Effort.alone(1000).batchPays()).isFalse();
    }

    @Test
    void sixteenRowsAreRunTogetherOnlyWhereThatIsCheaperThanFourTimesFour() {
        assertThat(effort(1000, 1500, 5999).mostRows(SECOND, Optional.empty())).isEqualTo(16);
        assertThat(effort(1000, 1500, 6000).mostRows(SECOND, Optional.empty())).isEqualTo(4);
    }

    @Test
    void aReleaseThatDoesNotProfitIsAskedOneByOne() {
        assertThat(effort(1000, 3900, 15_000).mostRows(SECOND, Optional.empty())).isEqualTo(1);
    }

    @Test
    void whatAReleaseTakesCountsTheRestOfARequestToo() {
        assertThat(Effort.alone(50_000).perSecond(2, 1)).isEqualTo(20_000);
        assertThat(Effort.alone(950_000).perSecond(2, 1)).isEqualTo(2_000);
    }

    @Test
    void aSlowReleaseWhoseRowsShareARunTakesMore() {
        var effort = effort(1_000_000, 1_200_000, 3_200_000);
        assertThat(effort.perSecond(2, 16)).isEqualTo(8_000);
        assertThat(effort.perSecond(2, 1)).isEqualTo(2e9 / 1_050_000);
    }

    @Test
    void aBatchIsNoLargerThanTheReleaseTakes() {
        assertThat(effort(1000, 1500, 3000).mostRows(SECOND, Optional.of(6))).isEqualTo(6);
    }

    @Test
    void aBatchTakesAQuarterOfTheTimeoutAtMost() {
        var effort = effort(10_000_000, 12_000_000, 40_000_000);

        assertThat(effort.mostRows(Duration.ofMillis(160), Optional.empty())).isEqualTo(16);
        assertThat(effort.mostRows(Duration.ofMillis(159), Optional.empty())).isEqualTo(8);
        assertThat(effort.mostRows(Duration.ofMillis(39), Optional.empty())).isEqualTo(1);
    }

    @Test
    void costsBetweenWhatWasMeasuredLieOnTheLine() {
        var effort = effort(1000, 1600, 4000);

        assertThat(effort.nanos(1)).isEqualTo(1000);
        assertThat(effort.nanos(2)).isEqualTo(1200);
        assertThat(effort.nanos(4)).isEqualTo(1600);
        assertThat(effort.nanos(10)).isEqualTo(2800);
        assertThat(effort.nanos(16)).isEqualTo(4000);
        assertThat(effort.nanos(28)).as("beyond it the line goes on").isEqualTo(6400);
        assertThat(Effort.alone(1000).nanos(3)).isEqualTo(3000);
    }

    @Test
    void manyRowsAreFullBatchesAndARest() {
        var effort = effort(1000, 1600, 4000);

        assertThat(effort.nanos(36, 16)).isEqualTo(2 * 4000 + 1600);
        assertThat(effort.nanos(3, 1)).isEqualTo(3000);
        assertThat(effort.nanos(0, 16)).isZero();
    }

    private static Effort effort(long one, long four, long sixteen) {
        return new Effort(one, OptionalLong.of(four), OptionalLong.of(sixteen));
    }
}
