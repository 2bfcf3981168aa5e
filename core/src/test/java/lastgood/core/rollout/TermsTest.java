package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TermsTest {
    @Test
    void stepsRiseAndEndInAHundredPercent() {
        assertThat(terms(Optional.empty(), .1, .5, 1).lastStep()).isEqualTo(2);
        assertThat(terms(Optional.empty(), 1).lastStep()).isZero();
        assertThatThrownBy(() -> terms(Optional.empty(), .1, .5))
                .hasMessage("steps end in 100 %, got [10 %, 50 %]");
        assertThatThrownBy(() -> terms(Optional.empty())).hasMessage("steps end in 100 %, got []");
        assertThatThrownBy(() -> terms(Optional.empty(), .5, .1, 1))
                .hasMessage("steps rise, got [50 %, 10 %, 100 %]");
        assertThatThrownBy(() -> terms(Optional.empty(), .5, .5, 1))
                .hasMessage("steps rise, got [50 %, 50 %, 100 %]");
    }

    @Test
    void patienceIsThreeStepTimes() {
        assertThat(terms(Optional.empty(), 1).patience()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aShareIsAboveNothingAndAtMostAll() {
        for (double wrong : new double[] {0, -.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Share(wrong))
                    .hasMessageStartingWith("a share is above 0 % and at most 100 %, got ");
        }
        assertThat(new Share(1)).isEqualTo(Share.ALL);
        assertThat(Share.ALL.isAll()).isTrue();
        assertThat(new Share(.999).isAll()).isFalse();
        assertThat(new Share(.1)).isLessThan(new Share(.2));
    }

    @Test
    void sharesReadLikePercentages() {
        assertThat(new Share(.1)).hasToString("10 %");
        assertThat(new Share(1)).hasToString("100 %");
        assertThat(new Share(.125)).hasToString("12.5 %");
        assertThat(new Share(1 - .9)).hasToString("10 %");
        assertThat(new Share(.0001)).hasToString("0.01 %");
    }
}
