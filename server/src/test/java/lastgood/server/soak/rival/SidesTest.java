package lastgood.server.soak.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lastgood.server.soak.client.Answer;
import lastgood.server.soak.client.Row;
import org.junit.jupiter.api.Test;

class SidesTest {
    private static final Row ROW = new Row(0, new float[0], -1, new byte[0]);

    private final List<Integer> told = new ArrayList<>();
    private final Sides sides = new Sides(List.of("old", "new"), told::add);

    @Test
    void aLagIsHowLongAfterASwitchTheOtherSideWasStillSentTo() {
        answer(10, "old");
        answer(120, "old"); // sent 20 after the switch to the new side
        answer(110, "old");
        answer(112, "new");
        answer(190, "new");
        answer(210, "old"); // the switch back: nothing late
        answer(330, "old"); // and again to the new side
        var lags = new long[3];

        sides.raise(new long[] {100, 200, 300}, 0, lags);

        assertThat(lags).containsExactly(20, 0, 30);
        assertThat(told).containsExactly(0, 0, 0, 1, 1, 0, 0);
        assertThat(sides.answers()).isEqualTo(7);
    }

    @Test
    void whatIsNoAnswerOfEitherSideIsAFailure() {
        answer(10, "something else");
        sides.failed(ROW, 20, new IOException("closed"));

        assertThat(sides.failed()).isEqualTo(2);
        assertThat(sides.answers()).isZero();
        assertThat(sides.complaints()).hasSize(2).last().asString().contains("closed");
    }

    private void answer(long sent, String body) {
        sides.answered(
                ROW,
                new Answer(200, "", -1, "", body.getBytes(StandardCharsets.UTF_8), sent, sent + 5));
    }
}
