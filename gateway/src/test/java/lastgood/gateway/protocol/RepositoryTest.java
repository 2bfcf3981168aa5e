package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import lastgood.core.release.ServiceName;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that expect a model repository find one that says what there is, and that changes nothing.
class RepositoryTest {
    private final House house = new House();

    @BeforeEach
    void serve() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        house.ready(house.drafts.of("later", 1, "models/times2.onnx"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"ready\":false,\"other\":[1]}"})
    void theIndexListsWhatIsLoaded(String body) {
        house.ready(house.drafts.of("two", 2, "models/times3.onnx"));

        var index = house.post("/v2/repository/index", body);

        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.body())
                .isEqualTo(
                        """
                        [{"name":"later","version":"r1","state":"READY","reason":"standby"},\
                        {"name":"two","version":"r1","state":"READY","reason":"live"},\
                        {"name":"two","version":"r2","state":"READY","reason":"standby"}]\
                        """);
    }

    @Test
    void theIndexNamesTheCandidateWhileOneIsTried() {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var candidate = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
        house.tryOut(live, candidate, 0.1, House.watch(1, 0));

        assertThat(house.post("/v2/repository/index", "").body())
                .contains("\"version\":\"r1\",\"state\":\"READY\",\"reason\":\"live\"")
                .contains("\"version\":\"r2\",\"state\":\"READY\",\"reason\":\"candidate\"");

        house.prove(candidate, Optional.of(live), House.watch(1, 1));
        assertThat(house.post("/v2/repository/index", "").body())
                .contains("\"version\":\"r1\",\"state\":\"READY\",\"reason\":\"standby\"")
                .contains("\"version\":\"r2\",\"state\":\"READY\",\"reason\":\"live\"");
    }

    @Test
    void aServiceOfWhichNothingIsLoadedIsListedUnlessOnlyReadyOnesAreWanted() {
        house.gateway.standby().keep(new ServiceName("later"), Set.of());

        assertThat(house.post("/v2/repository/index", "").body())
                .contains("{\"name\":\"later\",\"state\":\"UNAVAILABLE\",");
        assertThat(house.post("/v2/repository/index", "{\"ready\":true}").body())
                .contains("\"two\"")
                .doesNotContain("later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "{\"ready\":1}", "{} x", "{\"ready\":{\"ready\":true}}"})
    void anIndexOfWhichTheQuestionCannotBeReadIsRefused(String body) {
        var refusal = house.post("/v2/repository/index", body);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.body()).contains("\"error\":", "LG-1602");
    }

    @Test
    void whatIsLiveIsLoadedAlready() {
        var loaded = house.post("/v2/repository/models/two/load", "{\"parameters\":{}}");

        assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
        assertThat(loaded.body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"parameters\":{\"config\":\"{}\"}}",
                "{\"parameters\":{\"a\":{\"b\":1},\"file:1/model.onnx\":\"AAAA\"},\"x\":1}"
            })
    void whatIsLiveIsNotChangedByALoad(String body) {
        var refusal = house.post("/v2/repository/models/two/load", body);

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(refusal.body()).contains("LG-1608", "a release is never changed");
        assertThat(house.post("/v2/repository/models/two/load", "{\"parameters\"").statusCode())
                .isEqualTo(400);
    }

    @Test
    void noReleaseGetsLiveByBeingLoaded() {
        var refusal = house.post("/v2/repository/models/later/load", "");

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(JsonDocument.of(refusal.body()).text("error"))
                .contains("lastgood rollout start later RELEASE");
        assertThat(refusal.body()).contains("LG-1608");
        assertThat(house.infer("later", House.x(1, 2)).statusCode()).isEqualTo(503);
    }

    @Test
    void whatServesIsNotUnloaded() {
        var refusal =
                house.post(
                        "/v2/repository/models/two/unload",
                        "{\"parameters\":{\"unload_dependents\":false}}");

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(JsonDocument.of(refusal.body()).text("error")).contains("lastgood rollback two");
        assertThat(house.infer("two", House.x(1, 2)).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotLoadedIsUnloadedAlready() {
        house.gateway.standby().keep(new ServiceName("later"), Set.of());

        assertThat(house.post("/v2/repository/models/later/unload", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aServiceThatIsNotThereIsNotFound() {
        assertThat(house.post("/v2/repository/models/nobody/load", "").statusCode()).isEqualTo(404);
        assertThat(house.post("/v2/repository/models/nobody/unload", "").statusCode())
                .isEqualTo(404);
        assertThat(house.get("/v2/repository/index").headers().firstValue("Allow"))
                .contains("POST");
    }
}
