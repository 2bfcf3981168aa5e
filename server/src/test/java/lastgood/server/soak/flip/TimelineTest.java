package lastgood.server.soak.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import lastgood.server.soak.flip.Spans.Span;
import lastgood.server.soak.flip.Timeline.Switch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Epoch 7 is up from the start, 8 is asked for at 100 and acknowledged at 120, 9 at 200 and 230.
class TimelineTest {
    private final Timeline timeline = new Timeline();

    @BeforeEach
    void threeEpochs() {
        timeline.add(new Switch(7, "r1", true, 0, 0, Instant.EPOCH));
        timeline.add(new Switch(8, "r2", false, 100, 120, Instant.EPOCH));
        timeline.add(new Switch(9, "r1", true, 200, 230, Instant.EPOCH));
    }

    @Test
    void anAnswerIsPossibleAsLongAsItsEpochMayHaveBeenUp() {
        assertThat(
                        timeline.impossible(
                                Map.of(
                                        7L, new Span("r1", 5, 10, 120, 140),
                                        8L, new Span("r2", 5, 100, 230, 240),
                                        9L, new Span("r1", 5, 200, 999, 1000))))
                .isEmpty();
    }

    @Test
    void anAnswerCannotComeBeforeItsEpochWasAskedFor() {
        assertThat(timeline.impossible(Map.of(8L, new Span("r2", 1, 99, 90, 99))))
                .containsExactly("epoch 8 answered before it was asked for");
    }

    @Test
    void aRequestThatStartsAfterTheNextSwitchWasAcknowledgedCannotGetTheOldEpoch() {
        assertThat(timeline.impossible(Map.of(8L, new Span("r2", 5, 110, 231, 240))))
                .singleElement()
                .asString()
                .startsWith(
                        "epoch 8 answered a request sent after the next switch was acknowledged");
    }

    @Test
    void anEpochHasOneRelease() {
        assertThat(timeline.impossible(Map.of(9L, new Span("r2", 1, 210, 205, 210))))
                .containsExactly("epoch 9 is r1, but answered as r2");
    }

    @Test
    void anEpochThatNobodyAskedForIsNone() {
        assertThat(
                        timeline.impossible(
                                Map.of(
                                        10L,
                                        new Span("r1", 3, 300, 290, 300),
                                        6L,
                                        new Span("r1", 1, 1, 0, 1))))
                .hasSize(2)
                .allMatch(c -> c.contains("was never asked for"));
    }

    @Test
    void epochsFollowEachOtherOneByOne() {
        assertThatThrownBy(() -> timeline.add(new Switch(11, "r2", false, 300, 310, Instant.EPOCH)))
                .hasMessage("epoch 11 after 9");
    }

    @Test
    void whatNobodyHeardOfIsCounted() {
        assertThat(timeline.unheard(Map.of(8L, new Span("r2", 1, 110, 105, 110)))).isEqualTo(2);
    }
}
