package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.inShadow;
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
    void aShareOfNoneIsAShadowAndComesFirst() {
        var answers = inShadow(terms(Optional.empty(), .1, 1), new Shadow.Answers(200));
        assertThat(answers.lastStep()).isEqualTo(2);
        assertThat(answers.isShadow(0)).isTrue();
        assertThat(answers.isShadow(1)).isFalse();
        assertThat(answers.least(0)).isEqualTo(200);
        assertThat(answers.least(1)).isEqualTo(50);
        assertThat(answers.time(0)).isZero();
        assertThat(answers.time(1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(answers.text(0)).isEqualTo("shadow 200");
        var time = inShadow(terms(Optional.empty(), 1), new Shadow.Time(Duration.ofMinutes(30)));
        assertThat(time.least(0)).isEqualTo(50);
        assertThat(time.time(0)).isEqualTo(Duration.ofMinutes(30));
        assertThat(time.text(0)).isEqualTo("shadow 30m");
        assertThatThrownBy(() -> terms(Optional.empty(), 0, 1))
                .hasMessage("a share of none is a shadow, got [0 %, 100 %]");
        assertThatThrownBy(() -> inShadow(answers, new Shadow.Answers(1)))
                .hasMessage("steps rise, got [0 %, 0 %, 10 %, 100 %]");
        assertThatThrownBy(() -> new Shadow.Answers(0)).hasMessage("at least one answer, got 0");
        assertThatThrownBy(() -> new Shadow.Time(Duration.ZERO))
                .hasMessage("a time above 0, got PT0S");
    }

    @Test
    void patienceIsThreeStepTimes() {
        assertThat(terms(Optional.empty(), 1).patience()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aShareIsAtLeastNothingAndAtMostAll() {
        for (double wrong : new double[] {-1e-9, -.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Share(wrong))
                    .hasMessageStartingWith("a share is 0 % to 100 %, got ");
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
