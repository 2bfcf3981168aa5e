package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import lastgood.core.prediction.Prediction;
import lastgood.core.release.ServiceName;
import lastgood.gateway.routing.StickySplit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatsTest {
    private static final ServiceName LOG = new ServiceName("log");

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void predictionsAreCountedAndNothingElse() {
        house.settle(house.ready(house.drafts.of("log", 1, "models/log.onnx")));

        house.get("/v2/health/live");
        house.infer("log", House.x(1, 2), "Lastgood-Probe", House.SECRET);
        house.infer("log", House.x(1, 2));
        house.infer("log", House.x(1, -2));
        house.infer("log", "not JSON");

        assertThat(house.gateway.stats()).isEqualTo(new GatewayStats(3, 1, 0, 0, 0, 0, 1, 0, 0));
    }

    @Test
    void trafficIsKnownAfterASecond() {
        house.settle(house.ready(house.drafts.of("log", 1, "models/log.onnx")));
        assertThat(house.gateway.traffic(LOG)).isEmpty();
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (house.gateway.traffic(LOG).isEmpty() && System.nanoTime() < end) {
            house.infer("log", House.x(1, 2));
        }

        assertThat(house.gateway.traffic(LOG).orElse(0)).isGreaterThan(10);
    }

    /// As a caller of another language sends it.
    @Test
    void aKeyIsReadAsUtf8() throws IOException {
        var r1 = house.ready(house.drafts.of("log", 1, "models/times2.onnx"));
        var r2 = house.ready(house.drafts.of("log", 2, "models/times3.onnx"));
        house.tryOut(r1, r2, .5, House.watch(1, 0));
        var body = House.x(1, 2);
        var request =
                "POST /v2/models/log/infer HTTP/1.1\r\nHost: x\r\nConnection: close\r\nLastgood-Key: ümläut 😀\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        try (var socket =
                new Socket(
                        house.gateway.address().getAddress(), house.gateway.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            var response =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            var id =
                    response.lines()
                            .filter(l -> l.startsWith("Lastgood-Prediction-Id: "))
                            .findFirst()
                            .orElseThrow();
            Prediction prediction = House.SEAL.copy().open(LOG, id.substring(24)).orElseThrow();
            assertThat(prediction.keySlot()).hasValue(StickySplit.slot(LOG, 1, "ümläut 😀"));
        }
    }
}
