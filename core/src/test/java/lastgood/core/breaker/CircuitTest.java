package lastgood.core.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import lastgood.core.breaker.Circuit.Closed;
import lastgood.core.breaker.Circuit.Open;
import lastgood.core.breaker.Circuit.Trial;
import org.junit.jupiter.api.Test;

/// One address, by a clock that stands still unless a test moves it.
class CircuitTest {
    private static final Limits LIMITS = Limits.USUAL;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = 17;
    private Circuit circuit = Circuit.closed(now);

    @Test
    void fiveFailuresInARowOpenItAndFourDoNot() {
        fails(4);
        assertThat(circuit).isInstanceOf(Closed.class);
        answers(1);
        fails(4);
        assertThat(circuit).isInstanceOf(Closed.class);

        fails(1);

        assertThat(circuit).isEqualTo(new Open(1, 1, Cause.FAILING, now, now + SECOND));
    }

    @Test
    void everySecondOneOfTwentyOpensItThoughNeverTwoFailInARow() {
        for (int i = 0; i < 9; i++) {
            fails(1);
            answers(1);
        }
        assertThat(circuit).isInstanceOf(Closed.class);
        fails(1);
        answers(1);
        assertThat(circuit).isInstanceOf(Open.class);
    }

    @Test
    void failuresOfAnEarlierWindowSayNothingOfNow() {
        for (int i = 0; i < 40; i++) {
            now += SECOND;
            fails(1);
            answers(1);
        }
        assertThat(circuit).isInstanceOf(Closed.class);
    }

    @Test
    void aLookThatFindsItReadyLetsOneRequestTryAndItsAnswerClosesIt() {
        fails(5);
        looks(true);
        assertThat(circuit).isInstanceOf(Trial.class);

        circuit = circuit.asked();
        assertThat(((Trial) circuit).underWay()).isTrue();
        answers(1);

        assertThat(circuit).isInstanceOf(Closed.class);
    }

    @Test
    void aTrialThatEndsWithoutAnAnswerOrAFailureIsRepeated() {
        fails(5);
        looks(true);
        circuit = circuit.asked().forgotten(circuit.term());

        assertThat(((Trial) circuit).underWay()).isFalse();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        fails(5);
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(((Open) circuit).until() - now).isEqualTo(seconds * SECOND);
            looks(seconds % 4 == 0); // a look that finds nothing, or a trial that fails
            if (circuit instanceof Trial) {
                fails(1);
            }
        }
    }

    @Test
    void whoWasWellForLongBeginsWithTheShortestPauseAndWhoWasNotGoesOn() {
        fails(5);
        looks(true);
        answers(1);
        now += 29 * SECOND;
        fails(5);
        assertThat(((Open) circuit).until() - now).isEqualTo(2 * SECOND);

        looks(true);
        answers(1);
        now += 30 * SECOND;
        fails(5);
        assertThat(((Open) circuit).until() - now).isEqualTo(SECOND);
    }

    @Test
    void whatBeganInAnEarlierTermChangesNothing() {
        long early = circuit.term();
        fails(5);
        var open = circuit;
        assertThat(circuit.answered(early, now, LIMITS)).isEqualTo(open);
        looks(true);
        var trial = circuit.asked();
        assertThat(trial.answered(early, now, LIMITS)).isEqualTo(trial);
        assertThat(trial.failed(early, Cause.AWAY, now, LIMITS)).isEqualTo(trial);
        assertThat(trial.forgotten(early)).isEqualTo(trial);
        assertThat(trial.looked(early, false, now, LIMITS)).isEqualTo(trial);
    }

    private void fails(int times) {
        for (int i = 0; i < times; i++) {
            circuit = circuit.failed(circuit.term(), Cause.FAILING, now, LIMITS);
        }
    }

    private void answers(int times) {
        for (int i = 0; i < times; i++) {
            circuit = circuit.answered(circuit.term(), now, LIMITS);
        }
    }

    private void looks(boolean ready) {
        now = ((Open) circuit).until();
        circuit = circuit.looked(circuit.term(), ready, now, LIMITS);
    }
}
