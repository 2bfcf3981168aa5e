package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import lastgood.core.rollout.LogPolicy.Redacted;
import lastgood.core.rollout.LogPolicy.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a prediction log may keep.
class LogPolicyTest {

    @Test
    void aFieldIsRedactedOnTheSideThatItsNameSays() {
        assertThat(Redacted.parse("inputs.age")).contains(new Redacted(Side.INPUTS, "age"));
        assertThat(Redacted.parse("outputs.X.age")).contains(new Redacted(Side.OUTPUTS, "X.age"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"age", "inputs.", "outputs.", "input.age", ""})
    void whatNamesNoSideOrNoFieldIsNone(String text) {
        assertThat(Redacted.parse(text)).isEmpty();
    }

    @Test
    void aFieldHasAName() {
        assertThatThrownBy(() -> new Redacted(Side.INPUTS, " "))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachSideHasItsOwn() {
        var age = new Redacted(Side.INPUTS, "age");
        var score = new Redacted(Side.OUTPUTS, "score");
        var policy = on(List.of(age, score), Duration.ofDays(1), 1);

        assertThat(policy.redacted(Side.INPUTS)).containsExactly(age);
        assertThat(policy.redacted(Side.OUTPUTS)).containsExactly(score);
        assertThat(Side.INPUTS.text()).isEqualTo("inputs");
    }

    @Test
    void whatIsKeptForNoTimeOrInNoBytesIsNotKept() {
        assertThatThrownBy(() -> on(List.of(), Duration.ZERO, 1)).hasMessageContaining("say off");
        assertThatThrownBy(() -> on(List.of(), Duration.ofDays(1), 0))
                .hasMessageContaining("say off");
    }

    private static LogPolicy.On on(List<Redacted> redacted, Duration keep, long most) {
        return new LogPolicy.On(Share.ALL, redacted, true, true, keep, most);
    }
}
