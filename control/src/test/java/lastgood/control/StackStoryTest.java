package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Three services on one feature table, over the management port: what is declared, what goes out with what, and what a
/// rollback takes along.
///
/// fraud r1 reads table v1, r2 reads v2; cost r1 was tested with both; audit r1 reads v1, r2 reads v2.
class StackStoryTest {
    private ControlWorld world = new ControlWorld();

    @BeforeEach
    void oneTableForAll() {
        apply(component("v1", ""), Map.of("v1.onnx", "table v1"));
        apply(
                component("v2", "  state: {migration: expand}\n  reverts: {to: [v1]}\n"),
                Map.of("v2.onnx", "table v2"));
        apply(STACK, Map.of());
        for (var service : new String[] {"fraud", "cost", "audit"}) {
            apply(SERVICE.replace("NAME", service), Map.of());
        }
        create("fraud", "v1", "[v1]");
        create("cost", "v1", "[v1, v2]");
        create("audit", "v1", "[v1]");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theFirstVersionThatServesIsTheOneThatEverybodyReads() {
        assertThat(live()).isEqualTo("none");
        start("fraud", "r1");
        Patience.until(
                "the stack is read",
                ControlWorld.AT_MOST,
                () -> world.get("/api/v1/stacks/village"),
                stack -> stack.body().toString().contains("\"live\":\"v1\""));

        var stack = world.get("/api/v1/stacks").body().get(0);
        assertThat(stack.get("stack").asString()).isEqualTo("village");
        assertThat(stack.get("reads").toString()).contains("\"service\":\"fraud\"");
        assertThat(world.get("/api/v1/stacks/vilage").body().toString())
                .contains("did you mean village?");
    }

    @Test
    void aReleaseThatNeedsAnotherVersionGoesOutAtOnceWithItOrNotAtAll() {
        allOnV1();
        create("fraud", "v2", "[v2]");
        var refused = startAnswer("fraud", "r2");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("LG-1230");
        assertThat(refused.body().toString()).contains("audit r1 accepts table [v1], not v2");

        create("audit", "v1", "[v1, v2]");
        start("audit", "r2");
        good("audit", "r2");
        start("fraud", "r2");

        assertThat(live()).isEqualTo("v2");
        assertThat(status("fraud").get("state").asString()).isEqualTo("baking");
        assertThat(status("fraud").get("rollbackTo").asString()).isEqualTo("r1");
        assertThat(history("cost").toString()).contains("rebound");
    }

    @Test
    void aRollbackTakesAlongWhatHasToGoAndNothingElse() {
        allOnV2();

        var plan = plan("fraud", Map.of("dryRun", true));
        assertThat(plan.get("verdict").asString()).isEqualTo("OK");
        assertThat(plan.get("target").asString()).isEqualTo("r1");
        var changes = new TreeMap<String, String>();
        plan.get("changes")
                .forEach(c -> {
                    if (c.has("component")) {
                        assertThat(c.has("service")).isFalse();
                        changes.put(
                                c.get("component").asString(),
                                c.get("from").asString() + " " + c.get("to").asString());
                    } else if (c.get("part").asString().equals("release")) {
                        changes.put(
                                c.get("service").asString(),
                                c.get("from").asString() + " " + c.get("to").asString());
                    }
                });
        assertThat(changes).isEqualTo(Map.of("fraud", "r2 r1", "audit", "r3 r2", "table", "v2 v1"));
        assertThat(plan.get("impact").toString())
                .contains("stays on r1: accepts table [v1, v2]", "goes back from r3 to r2");
        assertThat(plan.toString()).isEqualTo(plan("fraud", Map.of("dryRun", true)).toString());
        assertThat(live()).as("it was only a plan").isEqualTo("v2");

        var done = plan("fraud", Map.of());
        assertThat(done.get("done").asBoolean()).isTrue();
        assertThat(live()).isEqualTo("v1");
        assertThat(status("fraud").get("live").asString()).isEqualTo("r1");
        assertThat(status("audit").get("live").asString()).isEqualTo("r2");
        assertThat(status("cost").get("live").asString()).isEqualTo("r1");
        assertThat(status("fraud").get("epoch")).isEqualTo(status("audit").get("epoch"));
        assertThat(status("audit").get("held")).isEmpty();

        world = world.startedAgain();
        assertThat(live()).isEqualTo("v1");
        assertThat(status("audit").get("live").asString()).isEqualTo("r2");
    }

    @Test
    void theHistoryOfTheTableTellsWhoWentWithItAndSurvivesARestart() {
        var path = "/api/v1/components/table/history";
        assertThat(world.get(path + "?at=2020-01-01T00:00:00Z").body().get("turns")).isEmpty();
        allOnV2();
        plan("fraud", Map.of());
        world = world.startedAgain();

        var past = world.get(path).body();
        var back = past.get("turns").get(0);
        assertThat(back.get("how").asString()).isEqualTo("moved");
        assertThat(back.get("version").asString() + back.get("from").asString()).isEqualTo("v1v2");
        assertThat(back.get("by").asString()).isNotEmpty();
        assertThat(back.get("why").asString()).isEqualTo("table v2 -> v1");
        assertThat(back.get("services").toString())
                .contains(
                        "{\"service\":\"fraud\",\"from\":\"r2\",\"to\":\"r1\",\"how\":\"rolled back\"}",
                        "{\"service\":\"audit\",\"from\":\"r3\",\"to\":\"r2\",\"how\":\"moved\"}",
                        "{\"service\":\"cost\",\"from\":null,\"to\":\"r1\",\"how\":\"stayed\"}");
        var forth = past.get("turns").get(1);
        assertThat(forth.get("version").asString() + forth.get("from").asString())
                .isEqualTo("v2v1");
        assertThat(past.get("turns").get(2).get("how").asString()).isEqualTo("adopted");
        assertThat(past.get("turns").get(3).get("how").asString()).isEqualTo("shared");

        var then = world.get(path + "?at=" + forth.get("at").asString()).body();
        assertThat(then.get("turns")).hasSize(1);
        assertThat(readers(then))
                .isEqualTo(Map.of("fraud", "r2 v2", "cost", "r1 v2", "audit", "r2 v2"));
        var now = world.get(path + "?at=" + back.get("at").asString()).body();
        assertThat(readers(now))
                .isEqualTo(Map.of("fraud", "r1 v1", "cost", "r1 v1", "audit", "r2 v1"));

        var unknown = world.get("/api/v1/components/tabel/history");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().toString()).contains("did you mean table?");
        assertThat(world.get(path + "?at=yesterday").status()).isEqualTo(400);
    }

    private static Map<String, String> readers(JsonNode past) {
        var readers = new TreeMap<String, String>();
        past.get("reads")
                .forEach(read ->
                        readers.put(
                                read.get("service").asString(),
                                read.get("release").asString()
                                        + " "
                                        + read.get("version").asString()));
        return readers;
    }

    @Test
    void whatSomebodyCannotFollowIsBlockedWithThePairThatDoesNotFit() {
        allOnV2();
        create("cost", "v2", "[v2]");
        start("cost", "r2");
        good("cost", "r2");
        hold("cost", "r1");

        var plan = plan("fraud", Map.of("dryRun", true, "to", "r1"));
        assertThat(plan.get("verdict").asString()).isEqualTo("BLOCKED");
        assertThat(plan.get("changes")).isEmpty();
        assertThat(plan.get("reasons").toString())
                .contains(
                        "fraud r1 accepts table [v1], not v2",
                        "cost r2 accepts table [v2], not v1",
                        "no other release of fraud can be gone back to");

        var refused = world.post("/api/v1/services/fraud/rollbacks", Map.of("to", "r1"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("LG-1215");
        assertThat(live()).isEqualTo("v2");
        var fraud = status("fraud");
        assertThat(fraud.get("live").asString()).isEqualTo("r2");
        assertThat(fraud.get("rollbackTo").isNull()).isTrue();
        assertThat(fraud.get("readiness").toString())
                .contains("\"ready\":false", "r1 does not fit what is shared: fraud r1 accepts");
    }

    @Test
    void aPlainRollbackGoesPastWhatIsBlocked() {
        allOnV2();
        create("fraud", "v2", "[v2]");
        startAnswer("fraud", "r2");
        create("fraud", "v2", "[v2]", "fraud better");
        start("fraud", "r3");
        good("fraud", "r3");
        assertThat(status("fraud").get("rollbackTo").asString()).isEqualTo("r2");
        assertThat(plan("fraud", Map.of("dryRun", true)).get("changes").toString())
                .doesNotContain("\"component\"");
    }

    @Test
    void aSharedConfigurationGoesBackForAllWhoReadIt() {
        apply(config("v1", ""), Map.of("limits-v1.yaml", "decisionThreshold: 0.5\n"));
        apply(
                config("v2", "  reverts: {to: [v1]}\n"),
                Map.of("limits-v2.yaml", "decisionThreshold: 0.9\n"));
        apply(
                STACK.replace("village", "limits-of-all")
                        .replace("table", "limits")
                        .replace("kind: features", "kind: config"),
                Map.of());
        apply(SERVICE.replace("NAME", "desk"), Map.of());
        apply(SERVICE.replace("NAME", "bank"), Map.of());
        shared("desk", "limits@v1", "[v1]");
        shared("bank", "limits@v1", "[v1, v2]");
        start("desk", "r1");
        good("desk", "r1");
        start("bank", "r1");
        good("bank", "r1");
        shared("desk", "limits@v2", "[v2]");
        start("desk", "r2");
        good("desk", "r2");

        var plan = plan("desk", Map.of());
        assertThat(plan.get("changes").toString())
                .contains(
                        "\"component\":\"limits\",\"from\":\"v2\",\"to\":\"v1\"",
                        "\"part\":\"config\"");
        assertThat(world.get("/api/v1/components/limits").body().toString())
                .contains("\"version\":\"v1\"", "decisionThreshold 0.5");
    }

    @Test
    void whatWouldNeedItselfIsRefused() {
        apply(
                component("v3", "  requires: [{index: [i1]}]\n").replace("v3.onnx", "v2.onnx"),
                Map.of("v2.onnx", "table v2"));
        var index =
                applyAnswer(
                        """
                        apiVersion: lastgood/v1
                        kind: Component
                        metadata: {name: index, version: i1}
                        spec: {kind: index, path: i.bin, requires: [{table: [v3]}]}
                        """,
                        Map.of("i.bin", "index"));
        assertThat(index.status()).isEqualTo(400);
        assertThat(index.body().toString())
                .contains("index@i1 requires table@v3 requires index@i1", "Nothing was applied.");
        assertThat(world.get("/api/v1/components/index").status()).isEqualTo(404);
    }

    @Test
    void aVersionNeverBecomesSomethingElse() {
        var other =
                applyAnswer(
                        component("v2", "  reverts: {to: []}\n"), Map.of("v2.onnx", "table v2"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().toString())
                .contains("migration: it is EXPAND", "reverts.to: it is [v1], the file says []");
        var same =
                applyAnswer(
                        component("v2", "  state: {migration: expand}\n  reverts: {to: [v1]}\n"),
                        Map.of("v2.onnx", "table v2"));
        assertThat(same.body().toString()).contains("\"what\":\"unchanged\"");
    }

    @Test
    void aStackOfWhatServesAlreadyTakesTheVersionThatAllAccept() {
        apply(component("v1", "").replace("table", "other"), Map.of("v1.onnx", "other v1"));
        apply(component("v2", "").replace("table", "other"), Map.of("v2.onnx", "other v2"));
        for (var service : new String[] {"desk", "bank"}) {
            apply(SERVICE.replace("NAME", service), Map.of());
        }
        createWith("desk", "other@v1", "other: [v1, v2]");
        createWith("bank", "other@v2", "other: [v2]");
        start("desk", "r1");
        start("bank", "r1");

        apply(STACK.replace("village", "town").replace("table", "other"), Map.of());

        assertThat(world.get("/api/v1/stacks/town").body().toString()).contains("\"live\":\"v2\"");
        assertThat(history("desk").toString()).contains("rebound");
        var reads = world.get("/api/v1/graph?service=desk").body().get("reads").get(0);
        assertThat(reads.get("uses").asString()).isEqualTo("v1");
        assertThat(reads.get("reads").asString()).isEqualTo("v2");
    }

    @Test
    void aStackWhoseServicesAgreeOnNothingIsRefused() {
        apply(component("v1", "").replace("table", "other"), Map.of("v1.onnx", "other v1"));
        apply(component("v2", "").replace("table", "other"), Map.of("v2.onnx", "other v2"));
        for (var service : new String[] {"desk", "bank"}) {
            apply(SERVICE.replace("NAME", service), Map.of());
        }
        createWith("desk", "other@v1", "other: [v1]");
        createWith("bank", "other@v2", "other: [v2]");
        start("desk", "r1");
        start("bank", "r1");

        var refused =
                applyAnswer(STACK.replace("village", "town").replace("table", "other"), Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().toString())
                .contains("desk r1 accepts other [v1]", "bank r1 accepts other [v2]");
        assertThat(world.get("/api/v1/stacks/town").status()).isEqualTo(404);
    }

    @Test
    void aStackWhoseVersionsDoNotFitEachOtherIsRefused() {
        start("fraud", "r1");
        Patience.until(
                "the stack is read",
                ControlWorld.AT_MOST,
                () -> world.get("/api/v1/stacks/village"),
                stack -> stack.body().toString().contains("\"live\":\"v1\""));
        apply(
                component("v1", "  requires: [{table: [v2]}]\n")
                        .replace("{name: table", "{name: other"),
                Map.of("v1.onnx", "other v1"));
        apply(SERVICE.replace("NAME", "desk"), Map.of());
        createWith("desk", "other@v1", "other: [v1]");
        start("desk", "r1");

        var refused =
                applyAnswer(STACK.replace("village", "town").replace("table", "other"), Map.of());
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("other@v1 accepts table [v2], not v1");
        assertThat(world.get("/api/v1/stacks/town").status()).isEqualTo(404);
    }

    /// All three serve and are good, and read v1.
    private void allOnV1() {
        for (var service : new String[] {"fraud", "cost", "audit"}) {
            start(service, "r1");
            good(service, "r1");
        }
    }

    /// fraud r2 and audit r3 read v2 only; each has something to go back to.
    private void allOnV2() {
        allOnV1();
        create("audit", "v1", "[v1, v2]");
        start("audit", "r2");
        good("audit", "r2");
        create("fraud", "v2", "[v2]");
        start("fraud", "r2");
        good("fraud", "r2");
        create("audit", "v2", "[v2]");
        start("audit", "r3");
        good("audit", "r3");
    }

    private String live() {
        var live = world.get("/api/v1/stacks/village").body().get("components").get(0).get("live");
        return live.isNull() ? "none" : live.asString();
    }

    private JsonNode status(String service) {
        return world.get("/api/v1/services/" + service).body();
    }

    private JsonNode history(String service) {
        return world.get("/api/v1/services/" + service + "/history").body();
    }

    private JsonNode plan(String service, Map<String, Object> request) {
        var answer = world.post("/api/v1/services/" + service + "/rollbacks", request);
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
        return answer.body();
    }

    private void hold(String service, String release) {
        var answer =
                world.post(
                        "/api/v1/services/" + service + "/releases/" + release + "/hold",
                        Map.of("reason", "known bad"));
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
    }

    private void start(String service, String release) {
        var answer = startAnswer(service, release);
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
    }

    private ControlWorld.Answer startAnswer(String service, String release) {
        return world.post("/api/v1/services/" + service + "/rollouts", Map.of("release", release));
    }

    /// It bakes to the end under traffic.
    private void good(String service, String release) {
        world.proves(service, release);
    }

    private void create(String service, String version, String accepts) {
        create(service, version, accepts, service + " with " + version + accepts);
    }

    private void create(String service, String version, String accepts, String model) {
        created(service, "table@" + version, "{}", "table: " + accepts, model);
    }

    private void createWith(String service, String ref, String requires) {
        created(service, ref, "{}", requires, service + " with " + ref);
    }

    private void shared(String service, String config, String accepts) {
        created(service, "none", "{ref: " + config + "}", "limits: " + accepts, service + config);
    }

    private void created(
            String service, String features, String config, String requires, String model) {
        var text =
                RELEASE.replace("NAME", service)
                        .replace(
                                "FEATURES",
                                features.equals("none") ? "none" : "{ref: " + features + "}")
                        .replace("CONFIG", config)
                        .replace("REQUIRES", requires);
        var answer =
                world.created(
                        text,
                        Map.of("model.onnx", model, "golden.ndjson", "the same rows for all"));
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
    }

    private void apply(String text, Map<String, String> files) {
        var answer = applyAnswer(text, files);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private ControlWorld.Answer applyAnswer(String text, Map<String, String> files) {
        var digests = new TreeMap<String, String>();
        files.forEach((path, bytes) -> digests.put(path, world.stored(bytes)));
        return world.post(
                "/api/v1/apply", Map.of("path", "stack.yaml", "text", text, "files", digests));
    }

    private static String component(String version, String more) {
        return COMPONENT.replace("VERSION", version) + more;
    }

    private static String config(String version, String more) {
        return component(version, more)
                .replace("table", "limits")
                .replace("kind: features", "kind: config")
                .replace(version + ".onnx", "limits-" + version + ".yaml");
    }

    private static final String COMPONENT =
            """
            apiVersion: lastgood/v1
            kind: Component
            metadata: {name: table, version: VERSION}
            spec:
              kind: features
              path: VERSION.onnx
            """;
    private static final String STACK =
            """
            apiVersion: lastgood/v1
            kind: Stack
            metadata: {name: village}
            spec:
              services: [fraud, cost, audit]
              components:
                - {name: table, kind: features, liveVersions: one}
            """;
    private static final String SERVICE =
            """
            apiVersion: lastgood/v1
            kind: Service
            metadata: {name: NAME}
            spec:
              task: classification
              rollout: {steps: [100%], stepTime: 1h, bake: 1h, minRequests: 1}
              guards: [http.error_rate <= 5%]
            """;
    private static final String RELEASE =
            """
            apiVersion: lastgood/v1
            kind: Release
            metadata: {service: NAME}
            spec:
              model: {path: model.onnx}
              features: FEATURES
              preprocessing: none
              schema: infer
              runtime: {engine: onnxruntime}
              config: CONFIG
              requires: [{REQUIRES}]
              evidence: {golden: golden.ndjson}
            """;
}
