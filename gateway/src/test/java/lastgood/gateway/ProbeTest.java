package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lastgood.core.port.Probe.Seen;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Probes over the real socket.
class ProbeTest {
    private static final String GOLDEN =
            new String(Drafts.resource("tumour/golden-v1.ndjson"), StandardCharsets.UTF_8);

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whatServesIsSeenWithItsEpoch() {
        var r1 = tumour(1, Optional.of(GOLDEN));
        house.settle(r1);
        long epoch = house.settle(r1);

        assertThat(ask(r1)).isEqualTo(new Seen.AsAsked(epoch));
        assertThat(house.gateway.counts().count(new ServiceName("tumour"), 0)).isEmpty();
    }

    @Test
    void anotherReleaseThatServesIsSeen() {
        var r1 = tumour(1, Optional.of(GOLDEN));
        var r2 = tumour(2, Optional.of(GOLDEN));
        house.settle(r1);

        assertThat(ask(r2))
                .isEqualTo(new Seen.Otherwise("golden row 1: answered by r1, not by r2"));
    }

    @Test
    void otherAnswersThanTheGoldenOnesAreSeen() {
        var r1 = tumour(1, Optional.empty());
        house.settle(r1);
        var expected =
                house.drafts
                        .of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v1.onnx")
                        .golden(GOLDEN.replace("\"label\":[1]", "\"label\":[0]"))
                        .release();

        assertThat(ask(expected))
                .isEqualTo(
                        new Seen.Otherwise(
                                "golden row 5: output 'label' value 0 is 1, expected 0"));
    }

    @Test
    void aReleaseWithoutGoldenRowsIsAskedWhatItIs() {
        var r1 = tumour(1, Optional.empty());
        var r2 = tumour(2, Optional.empty());
        long epoch = house.settle(r1);

        assertThat(ask(r1)).isEqualTo(new Seen.AsAsked(epoch));
        assertThat(ask(r2)).isEqualTo(new Seen.Otherwise("answered by r1, not by r2"));
    }

    @Test
    void liveIsSeenWhileACandidateGetsNearlyEverything() {
        var r1 = tumour(1, Optional.of(GOLDEN));
        var r2 = tumour(2, Optional.of(GOLDEN));
        long epoch = house.tryOut(r1, r2, .99, House.watch(1, 0));

        assertThat(ask(r1)).isEqualTo(new Seen.AsAsked(epoch));
    }

    @Test
    void aReleaseThatIsProvenIsSeen() {
        var r1 = tumour(1, Optional.of(GOLDEN));
        var r2 = tumour(2, Optional.of(GOLDEN));
        long epoch = house.prove(r2, Optional.of(r1), House.watch(1, 0));

        assertThat(ask(r2)).isEqualTo(new Seen.AsAsked(epoch));
        assertThat(house.gateway.counts().count(r1.service(), 1)).isEmpty();
    }

    @Test
    void aServiceThatDoesNotServeIsSeen() {
        var r1 = tumour(1, Optional.of(GOLDEN));

        assertThat(ask(r1))
                .isEqualTo(new Seen.Otherwise("golden row 1: answered by nobody, not by r1"));
    }

    @Test
    void aGatewayThatIsGoneIsSeen() {
        var r1 = tumour(1, Optional.of(GOLDEN));
        house.settle(r1);
        house.gateway.close();

        assertThat(ask(r1)).isInstanceOf(Seen.Otherwise.class);
    }

    @Test
    void aGatewayThatHasNotStartedIsSeen() {
        var blobs = new MemoryBlobs();
        var release = new Drafts(blobs).of("two", 1, "models/times2.onnx").release();
        try (var gateway =
                new Gateway(
                        GatewayConfig.at("127.0.0.1", 0, "test"),
                        blobs,
                        lastgood.core.port.FeatureRows.NONE,
                        new MemoryVetoes(),
                        lastgood.core.port.PredictionLog.NONE,
                        House.SEAL,
                        House.SECRET,
                        java.time.InstantSource.system(),
                        System::nanoTime)) {
            assertThat(gateway.probe().ask(release))
                    .isEqualTo(new Seen.NotAsked("the prediction port is not open yet"));
        }
    }

    private Release tumour(int number, Optional<String> golden) {
        var draft =
                house.drafts.of(
                        "tumour", number, "tumour/features-v1.onnx", "tumour/model-v1.onnx");
        return house.ready(golden.map(draft::golden).orElse(draft));
    }

    private Seen ask(Release expected) {
        return house.gateway.probe().ask(expected);
    }
}
