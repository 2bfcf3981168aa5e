package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lastgood.core.prediction.Arm;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The management port from the outside, over a real socket.
class ControlOverHttpTest {
    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aFirstReleaseGoesLiveAtOnce() {
        world.now.set(world.now.get().plusNanos(246_666_651));
        world.applied();
        assertThat(world.created("lr-1", "model one").text("release")).isEqualTo("r1");

        assertThat(world.started("r1").status()).isEqualTo(200);

        var status = world.status().body();
        assertThat(status.get("state").asString()).isEqualTo("baking");
        assertThat(status.get("lastGoodReason").asString())
                .isEqualTo("r1 bakes until 2026-11-24T11:00:00Z");
        assertThat(status.get("live").asString()).isEqualTo("r1");
        assertThat(status.get("candidate").isNull()).isTrue();
        assertThat(status.get("lastGood").isNull()).isTrue();
        assertThat(status.get("rollbackTo").isNull()).isTrue();
    }

    @Test
    void theSameBytesAgainAreTheSameReleaseAndSayWhatWasIgnored() {
        world.created("lr-1", "model one");
        var again = world.created("lr-1-retrained", "model one");

        assertThat(again.text("release")).isEqualTo("r1");
        assertThat(again.body().get("created").asBoolean()).isFalse();
        assertThat(again.body().get("ignored").get(0).asString()).contains("lr-1-retrained");
    }

    @Test
    void labelsThatSayWrongTripTheCanaryBeforeTheyAreAnswered() {
        world.canary();
        var labels = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 400; i++) {
            labels.add(world.label(1, 2, 0, Arm.LIVE, i, 0));
        }
        for (int i = 0; i < 60; i++) {
            labels.add(world.label(2, 2, 0, Arm.CANDIDATE, 1000 + i, i % 2));
        }

        var answer = world.post("/api/v1/services/wine/labels", Map.of("labels", labels));

        assertThat(answer.body().get("accepted").asInt()).isEqualTo(460);
        var status = world.statusWhen(s -> s.text("state").equals("steady")).body();
        assertThat(status.get("live").asString()).isEqualTo("r1");
        assertThat(status.get("held").get(0).get("release").asString()).isEqualTo("r2");
        var line = world.get("/api/v1/services/wine/history").body().get(0);
        assertThat(line.get("how").asString()).isEqualTo("rollback");
        assertThat(line.get("live").asString()).isEqualTo("r1");
        assertThat(line.get("from").asString()).isEqualTo("r2");
        assertThat(line.get("by").asString()).isEqualTo("guard:quality.error_rate");
        var incident = world.get("/api/v1/incidents/INC-1").body();
        assertThat(incident.get("tripped").get(0).get("n").asInt()).isEqualTo(60);
        assertThat(incident.get("wrong").asInt()).isEqualTo(30);
        assertThat(incident.get("held").asBoolean()).isTrue();
        assertThat(world.started("r2").text("code")).isEqualTo("LG-1203");
    }

    @Test
    void aLabelThatIsForgedForeignDoubledOrContradictingIsCountedAsThat() {
        world.canary();
        var first = world.label(1, 2, 0, Arm.LIVE, 1, 0);
        var contradicting = Map.of("predictionId", first.get("predictionId"), "label", 1);
        var text = Map.of("predictionId", first.get("predictionId"), "label", "0");
        var forged = Map.of("predictionId", "AQ" + first.get("predictionId"), "label", 0);

        var answer =
                world.post(
                        "/api/v1/services/wine/labels",
                        Map.of("labels", List.of(first, first, contradicting, text, forged)));

        assertThat(answer.body().get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.body().get("duplicate").asInt()).isEqualTo(1);
        assertThat(answer.body().get("conflicting").asInt()).isEqualTo(1);
        assertThat(answer.body().get("invalid").asInt()).isEqualTo(1);
        assertThat(answer.body().get("unknown").asInt()).isEqualTo(1);
    }

    @Test
    void ofAMalformedDocumentNothingIsTaken() {
        world.canary();
        var answer =
                world.post(
                        "/api/v1/services/wine/labels",
                        Map.of(
                                "labels",
                                List.of(
                                        world.label(1, 2, 0, Arm.LIVE, 1, 0),
                                        Map.of("prediction", "x"))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("LG-1701");
        assertThat(
                        world.post(
                                        "/api/v1/services/wine/labels",
                                        Map.of(
                                                "labels",
                                                List.of(world.label(1, 2, 0, Arm.LIVE, 1, 0))))
                                .body()
                                .get("accepted")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void aLabelThatIsNullMakesTheDocumentMalformed() {
        world.canary();
        var labels = new ArrayList<Object>();
        labels.add(null);

        assertThat(world.post("/api/v1/services/wine/labels", Map.of("labels", labels)).status())
                .isEqualTo(400);
    }

    @Test
    void aRollbackDuringACanaryGoesToTheOriginAndASecondOneSaysSo() {
        world.canary();
        world.now.set(world.now.get().plusNanos(246_666_651));
        var plan = world.post("/api/v1/services/wine/rollbacks", rollback(true)).body();
        assertThat(plan.get("target").asString()).isEqualTo("r1");
        assertThat(plan.get("verdict").asString()).isEqualTo("OK");

        assertThat(
                        world.post("/api/v1/services/wine/rollbacks", rollback(false))
                                .body()
                                .get("done")
                                .asBoolean())
                .isTrue();

        world.statusWhen(s -> s.text("state").equals("steady"));
        var second = world.post("/api/v1/services/wine/rollbacks", rollback(false));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body().get("target").isNull()).isTrue();
        assertThat(second.body().get("reasons").get(0).asString())
                .isEqualTo("already back on r1 since 2026-11-24T11:00:01Z");
        assertThat(world.board.pinned().getLast().split()).isInstanceOf(Route.Split.Settled.class);
    }

    @Test
    void withNothingToReturnToTheDryRunIsBlockedAndTheRealOneRefused() {
        world.applied();
        world.created("lr-1", "model one");
        world.started("r1");

        var plan = world.post("/api/v1/services/wine/rollbacks", rollback(true));
        var real = world.post("/api/v1/services/wine/rollbacks", rollback(false));

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.text("verdict")).isEqualTo("BLOCKED");
        assertThat(plan.body().get("target").isNull()).isTrue();
        assertThat(real.text("code")).isEqualTo("LG-1206");
    }

    @Test
    void aSecondRolloutIsRefusedWhileOneRunsAndWhileItBakes() {
        world.applied();
        world.created("lr-1", "model one");
        world.created("lr-2", "model two");
        world.started("r1");
        assertThat(world.started("r2").text("code")).isEqualTo("LG-1205");

        assertThat(world.started("r2").text("state")).contains("100 % r1");
    }

    @Test
    void withAJournalThatCannotBeWrittenNothingStartsButARollbackWorks() {
        world.canary();
        world.journal.fail("no space left on device");

        assertThat(world.created("lr-3", "model three").status()).isEqualTo(503);
        assertThat(world.post("/api/v1/services/wine/rollbacks", rollback(false)).status())
                .isEqualTo(200);

        var status = world.status().body();
        assertThat(status.get("live").asString()).isEqualTo("r1");
        assertThat(status.get("unrecorded").asInt()).isPositive();
        assertThat(world.board.serving(ControlWorld.WINE))
                .get()
                .satisfies(r -> assertThat(r.split()).isInstanceOf(Route.Split.Settled.class));
    }

    @Test
    void anUnknownNameOrPathOrMethodIsAnsweredWithWhatThereIs() {
        world.created("lr-1", "model one");
        assertThat(world.get("/api/v1/services/wien").text("code")).isEqualTo("LG-1101");
        assertThat(world.get("/api/v1/services/wien").body().get("why").get(0).asString())
                .contains("wine");
        assertThat(world.get("/api/v1/services/wine/releases/r9").text("code"))
                .isEqualTo("LG-1102");
        assertThat(world.get("/api/v2/anything").status()).isEqualTo(404);
        assertThat(world.get("/api/v1/services/wine/rollbacks").status()).isEqualTo(405);
        assertThat(world.get("/api/v1/services/..%2f..%2fetc").status()).isIn(400, 404);
    }

    @Test
    void aBlobThatIsNotWhatWasAnnouncedIsRefused() {
        var answer =
                world.send(
                        world.request("/api/v1/blobs")
                                .header("Content-Type", "application/octet-stream")
                                .header("Lastgood-Digest", "sha256:" + "0".repeat(64))
                                .POST(HttpRequest.BodyPublishers.ofString("other bytes")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("LG-1006");
    }

    @Test
    void prometheusReadsEachService() {
        world.canary();
        var request = world.request("/metrics").GET().build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            var text =
                    client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString()).body();
            assertThat(text).contains("lastgood_service_candidate_share{service=\"wine\"} 0.2");
            assertThat(text)
                    .contains("lastgood_service_state{service=\"wine\",state=\"canary\"} 1.0");
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> rollback(boolean dryRun) {
        return Map.of("dryRun", dryRun, "yes", true);
    }
}
