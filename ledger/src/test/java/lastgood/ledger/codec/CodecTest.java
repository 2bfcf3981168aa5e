package lastgood.ledger.codec;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import lastgood.core.prediction.Arm;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private final Codec codec = new Codec();

    record Told(Event event, Optional<Phase> phase) {}

    record Unknown(Thread thread) {}

    record ByArm(Map<Arm, Integer> map) {}

    @Test
    void aDocumentIsReadableJson() {
        assertThat(
                        codec.write(
                                Told.class,
                                new Told(new Event.Paused(NOON, ALICE), Optional.empty())))
                .isEqualTo(
                        """
                        {"v":1,"event":{"is":"Paused","at":"2026-11-24T12:00:00.123456789Z",\
                        "by":{"text":"cli:alice"}}}\
                        """);
    }

    @Test
    void aSealedTypeBelowASealedTypeIsOneOfTheSameKinds() {
        var told =
                new Told(
                        new Event.Ticked(NOON),
                        Optional.of(
                                new Phase.Stuck.Cornered(
                                        lastgood.core.port.Samples.releaseId(1), "why")));
        var text = codec.write(Told.class, told);
        assertThat(text).contains("\"phase\":{\"is\":\"Cornered\"");
        assertThat(codec.read(Told.class, text)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"v\":1",
                "{}",
                "{\"v\":2,\"event\":{\"is\":\"Ticked\",\"at\":\"2026-11-24T12:00:00Z\"}}",
                "{\"v\":1}",
                "{\"v\":1,\"event\":{\"is\":\"Tocked\",\"at\":\"2026-11-24T12:00:00Z\"}}",
                "{\"v\":1,\"event\":{\"at\":\"2026-11-24T12:00:00Z\"}}",
                "{\"v\":1,\"event\":{\"is\":\"Ticked\"}}",
                "{\"v\":1,\"event\":{\"is\":\"Ticked\",\"at\":\"noon\"}}",
                "{\"v\":1,\"event\":{\"is\":\"Ticked\",\"at\":12}}",
                "{\"v\":1,\"event\":{\"is\":\"Ticked\",\"at\":null}}",
                "{\"v\":1,\"event\":\"Ticked\"}",
                "{\"v\":1,\"event\":{\"is\":\"Ticked\",\"at\":\"2026-11-24T12:00:00Z\",\"by\":1}}",
                "{\"v\":1,\"event\":{\"is\":\"Ticked\",\"at\":\"2026-11-24T12:00:00Z\"}} {}",
                "{\"v\":1,\"v\":1,\"event\":{\"is\":\"Ticked\",\"at\":\"2026-11-24T12:00:00Z\"}}"
            })
    void whatIsNotADocumentIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> codec.read(Told.class, text))
                .isInstanceOf(UnreadableException.class);
    }

    @Test
    void theMessageLeadsToThePlace() {
        var text =
                "{\"v\":1,\"event\":{\"is\":\"Held\",\"at\":\"2026-11-24T12:00:00Z\",\"by\":{\"text\":\"\"},\"release\":{},\"reason\":\"\"}}";
        assertThatThrownBy(() -> codec.read(Told.class, text))
                .hasMessageContaining("Told.event")
                .hasMessageContaining("Held.by")
                .hasMessageContaining("1 to 200 printable characters");
    }

    @Test
    void aNewerFormIsSaidToBeNewer() {
        assertThatThrownBy(() -> codec.read(Told.class, "{\"v\":2}"))
                .hasMessageContaining("newer lastgood");
    }

    @Test
    void anOptionalThatIsLeftOutIsEmpty() {
        var text = "{\"v\":1,\"event\":{\"is\":\"Ticked\",\"at\":\"2026-11-24T12:00:00Z\"}}";
        assertThat(codec.read(Told.class, text).phase()).isEmpty();
    }

    @Test
    void whatCannotBeReadBackIsNeverWritten() {
        assertThatThrownBy(() -> codec.write(Unknown.class, new Unknown(new Thread())))
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void aKeyTwiceIsRefused() {
        assertThat(
                        codec.read(
                                        ByArm.class,
                                        "{\"v\":1,\"map\":[[\"LIVE\",1],[\"CANDIDATE\",2]]}")
                                .map())
                .isEqualTo(Map.of(Arm.LIVE, 1, Arm.CANDIDATE, 2));
        assertThatThrownBy(() ->
                        codec.read(ByArm.class, "{\"v\":1,\"map\":[[\"LIVE\",1],[\"LIVE\",2]]}"))
                .hasMessageContaining("a key twice");
    }

    @Test
    void equalSetsAreWrittenAlike() {
        record Watched(Route.Watch watch) {}
        var some = new java.util.LinkedHashSet<java.time.Duration>();
        var same = new java.util.LinkedHashSet<java.time.Duration>();
        for (int i = 0; i < 20; i++) {
            some.add(java.time.Duration.ofMillis(i));
            same.add(java.time.Duration.ofMillis(19 - i));
        }
        assertThat(codec.write(Watched.class, new Watched(new Route.Watch(1, 0, some, true))))
                .isEqualTo(
                        codec.write(Watched.class, new Watched(new Route.Watch(1, 0, same, true))));
    }
}
