package lastgood.server.soak.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lastgood.server.soak.kill.Witness.Labelled;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PromisesTest {
    private static final JsonNode YES = json("{}");

    private final Promises promises = new Promises();

    @Test
    void whatWasAcknowledgedIsAPromiseAndWhatWasAskedLastIsOpen() {
        promises.asked(Asked.to(Deed.START, ""));
        promises.acknowledged(YES);
        promises.asked(Asked.to(Deed.ROLLBACK, ""));

        assertThat(promises.standing().trying()).isTrue();
        assertThat(promises.lines()).containsExactly("canary");
        assertThat(promises.open()).hasValue(Asked.to(Deed.ROLLBACK, ""));
    }

    @Test
    void aReleaseIsRememberedByItsDigestAndLabelsOneByOne() {
        promises.asked(Asked.to(Deed.CREATE, "text"));
        promises.acknowledged(json("{\"release\":\"r4\",\"digest\":\"sha256:abc\"}"));
        var batch = List.of(new Labelled("p1", 0), new Labelled("p2", 1));
        promises.asked(new Asked(Deed.LABELS, "", batch));
        promises.acknowledged(YES);

        assertThat(promises.releases()).containsEntry("r4", "sha256:abc");
        assertThat(promises.labels()).isEqualTo(batch);
        assertThat(promises.counts()).containsEntry(Deed.CREATE, 1).containsEntry(Deed.LABELS, 1);
    }

    @Test
    void aNewRoundBeginsWithWhatIsSeen() {
        promises.asked(Asked.to(Deed.START, ""));
        promises.acknowledged(YES);
        var seen = promises.standing().afterRestart();
        promises.begin(seen, List.of(YES));

        assertThat(promises.standing()).isEqualTo(seen);
        assertThat(promises.lines()).isEmpty();
        assertThat(promises.open()).isEmpty();
        assertThat(promises.past()).hasSize(1);
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }
}
