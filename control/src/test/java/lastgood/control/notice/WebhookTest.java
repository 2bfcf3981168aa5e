package lastgood.control.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command.Notice;
import lastgood.testing.CannedServer;
import lastgood.testing.Patience;
import lastgood.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// People are told over a real socket, and a target that is slow, wrong or gone holds nobody up.
class WebhookTest {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final CannedServer target = new CannedServer();

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void aNoticeArrivesAsJsonThatSaysWhatHappenedToWhom() {
        target.on("POST /hook", "");
        try (var webhook = new Webhook(URI.create(target.url() + "/hook"))) {
            webhook.tell(WINE, NOON, Notice.TRIP, "quality.error_rate tripped");

            var body = Json.mapper().readTree(received(1).getFirst().body());
            assertThat(body.get("service").asString()).isEqualTo("wine");
            assertThat(body.get("at").asString()).isEqualTo("2026-11-24T12:00:00Z");
            assertThat(body.get("notice").asString()).isEqualTo("trip");
            assertThat(body.get("text").asString()).isEqualTo("quality.error_rate tripped");
        }
    }

    @Test
    void aTargetThatFailsIsAskedThreeTimesAndTheNextNoticeArrivesAllTheSame() {
        target.on("POST /hook", 500, "", "", "").on("POST /hook", 200, "");
        try (var webhook = new Webhook(URI.create(target.url() + "/hook"))) {
            webhook.tell(WINE, NOON, Notice.ROLLBACK, "first");
            webhook.tell(WINE, NOON, Notice.STUCK, "second");

            assertThat(received(4))
                    .extracting(r -> Json.mapper().readTree(r.body()).get("text").asString())
                    .containsExactly("first", "first", "first", "second");
        }
    }

    @Test
    void whoeverTellsDoesNotWaitForATargetThatTakesTheCallAndNeverAnswers() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var webhook =
                        new Webhook(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
            // More than the queue holds: the rest is dropped and counted, and nothing blocks or
            // throws.
            for (int i = 0; i < 1_000; i++) {
                webhook.tell(WINE, NOON, Notice.TRIP, "notice " + i);
            }
        }
    }

    private List<CannedServer.Request> received(int many) {
        Patience.until(many + " are received", () -> target.requests().size() >= many);
        return target.requests();
    }
}
