package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import lastgood.testing.RudeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The time that a caller gives his request by Triton's parameter.
class CallersTimeoutTest {
    private final RudeServer server = Upstreams.server();
    private final Upstreams upstreams = new Upstreams(server.url());

    @BeforeEach
    void serve() {
        upstreams.live();
    }

    @AfterEach
    void close() {
        upstreams.close();
        server.close();
    }

    @Test
    void aRequestIsEndedByThenAndItsServerIsNotCalledLate() {
        server.on(Upstreams.INFER, RudeServer.hangs());

        for (int i = 0; i < 6; i++) {
            var late = ask("\"parameters\":{\"timeout\":50000},");
            assertThat(late.statusCode()).as(late.body()).isEqualTo(504);
            assertThat(late.body()).contains("did not answer within 50 ms");
        }

        assertThat(upstreams.told(server.url()).failures()).isZero();
        assertThat(upstreams.told(server.url()).out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"parameters\":{\"timeout\":0},",
                "\"parameters\":{\"priority\":1,\"timeout\":900000000},",
                "\"parameters\":{\"timeout\":9223372036854775807},"
            })
    void aRequestThatGivesMoreThanTheReleaseDoesIsEndedByTheRelease(String parameters) {
        assertThat(ask(parameters).statusCode()).isEqualTo(200);
        server.on(Upstreams.INFER, RudeServer.hangs());

        assertThat(ask(parameters).body()).contains("did not answer within 1000 ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"parameters\":{\"timeout\":-1},",
                "\"parameters\":{\"timeout\":1.5},",
                "\"parameters\":{\"timeout\":\"50000\"},",
                "\"parameters\":{\"timeout\":99999999999999999999},"
            })
    void whatIsNoTimeIsRefused(String parameters) {
        var refused = ask(parameters);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("timeout must be a whole number of microseconds");
    }

    private HttpResponse<String> ask(String parameters) {
        return upstreams.house.post(
                "/v2/models/two/infer",
                "{%s\"inputs\":[{\"name\":\"X\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}"
                        .formatted(parameters));
    }
}
