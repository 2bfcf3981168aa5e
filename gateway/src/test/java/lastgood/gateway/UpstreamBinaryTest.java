package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import lastgood.testing.RudeServer;
import org.junit.jupiter.api.Test;

/// Values as bytes, to servers that say that they take them.
class UpstreamBinaryTest {
    private static final String TAKES = "{\"extensions\":[\"sequence\",\"binary_tensor_data\"]}";
    private static final String LENGTH = "Inference-header-content-length";
    private static final int ROWS = 600;

    @Test
    void manyValuesGoAndComeAsBytes() {
        try (var server = Upstreams.server();
                var upstreams = new Upstreams(server.url())) {
            server.on("GET /v2", RudeServer.says(TAKES));
            server.on(Upstreams.INFER, (_, asked, exchange) -> binary(exchange, rows(asked), 0));
            upstreams.live();

            var answer = upstreams.house.infer("two", House.x(values(ROWS)));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"shape\":[600,2],\"data\":[0.0,7.0,14.0,");
            var asked = server.asked().getLast();
            assertThat(asked.headers())
                    .containsEntry("Content-type", List.of("application/octet-stream"));
            assertThat(asked.body())
                    .startsWith(
                            "{\"inputs\":[{\"name\":\"X\",\"datatype\":\"FP32\",\"shape\":[600,2],\"parameters\":{\"binary_data_size\":4800}}],\"outputs\":[{\"name\":\"Y\",\"parameters\":{\"binary_data\":true}}]}");
        }
    }

    @Test
    void fewValuesGoAsJsonAndManyDoToAServerThatDoesNotSayThatItTakesBytes() {
        try (var server = Upstreams.server();
                var upstreams = new Upstreams(server.url())) {
            server.on("GET /v2", RudeServer.says(TAKES));
            upstreams.live();
            assertThat(upstreams.ask().statusCode()).isEqualTo(200);
            assertThat(server.asked().getLast().body()).contains("\"data\":[1.0,2.0]");
        }
        try (var server = Upstreams.server();
                var upstreams = new Upstreams(server.url())) {
            upstreams.live();
            upstreams.house.infer("two", House.x(values(ROWS)));
            assertThat(server.asked().getLast().body()).contains("\"data\":[0.0,1.0,");
        }
    }

    @Test
    void aLieAboutTheBytesIsAFailure() {
        try (var server = Upstreams.server();
                var upstreams = new Upstreams(server.url())) {
            server.on("GET /v2", RudeServer.says(TAKES));
            upstreams.live();
            for (int lie : new int[] {-1_000, -8, 8, 1_000_000}) {
                server.on(
                        Upstreams.INFER,
                        (_, asked, exchange) -> binary(exchange, rows(asked), lie));

                var answer = upstreams.house.infer("two", House.x(values(ROWS)));

                assertThat(answer.statusCode()).as("%d", lie).isGreaterThanOrEqualTo(500);
                assertThat(answer.body()).contains("what its upstream answers cannot be read");
            }
        }
    }

    /// What stands behind this gateway is another one, with a graph.
    @Test
    void anotherGatewayIsAsGoodAnUpstreamAsAny() {
        try (var behind = new House()) {
            behind.settle(behind.ready(behind.drafts.of("two", 1, "models/times2.onnx")));
            try (var upstreams = new Upstreams(behind.uri("").toString())) {
                upstreams.live("two", behind.get("/v2/models/two").body());

                var many = House.x(values(ROWS));
                var answer = upstreams.house.infer("two", many);

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(data(answer.body())).isEqualTo(data(behind.infer("two", many).body()));
            }
        }
    }

    private static String data(String answer) {
        return answer.substring(answer.indexOf("\"data\":"));
    }

    private static double[] values(int rows) {
        return DoubleStream.iterate(0, x -> x + 1).limit(2L * rows).toArray();
    }

    private static int rows(RudeServer.Asked asked) {
        return asked.body().contains("[600,2]") ? ROWS : 1;
    }

    /// @param lie by how much the length of the document is told wrongly
    private static void binary(HttpExchange exchange, int rows, int lie) throws IOException {
        var json =
                "{\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[%d,2],\"parameters\":{\"binary_data_size\":%d}}]}"
                        .formatted(rows, rows * 8)
                        .getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(json.length + rows * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(json);
        for (int i = 0; i < 2 * rows; i++) {
            bytes.putFloat(7f * i);
        }
        exchange.getResponseHeaders().add(LENGTH, Integer.toString(json.length + lie));
        exchange.sendResponseHeaders(200, bytes.capacity());
        exchange.getResponseBody().write(bytes.array());
    }
}
