package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import lastgood.control.ControlWorld.Answer;
import lastgood.core.port.Samples;
import lastgood.core.port.Workbench;
import lastgood.core.prediction.Arm;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.OfflineEvidence;
import lastgood.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What people read when they are refused: commands that can be pasted, causes, and what serves.
class RefusalsOverHttpTest {
    private static final String WINE = "/api/v1/services/wine";

    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyCommandInARefusalNamesTheService() {
        var refusals = new ArrayList<Answer>();
        world.applied();
        refusals.add(ask("/rollout/pause", Map.of()));
        twoReleases();
        refusals.add(rollback(Map.of()));
        refusals.add(world.started("r2"));
        refusals.add(world.started("r9"));
        refusals.add(ask("/releases/r2/hold", Map.of()));
        refusals.add(ask("/releases/r1/hold", Map.of("reason", "x")));
        refusals.add(rollback(Map.of("to", "r2")));
        settled();
        refusals.add(world.started("r1"));
        world.started("r2");
        refusals.add(ask("/rollout/promote", Map.of()));
        refusals.add(rollback(Map.of("to", "r2")));
        ask("/releases/r2/hold", Map.of("reason", "x"));
        world.statusWhen(s -> s.text("state").equals("steady"));
        refusals.add(world.started("r2"));

        assertThat(refusals).allMatch(r -> r.status() >= 400);
        assertThat(refusals)
                .extracting(r -> r.body().get("do").toString())
                .noneMatch(todo -> todo.contains("SERVICE"));
        var seen = new TreeSet<String>();
        refusals.forEach(r -> seen.add(r.text("code")));
        assertThat(seen)
                .contains(
                        "LG-1005", "LG-1102", "LG-1106", "LG-1203", "LG-1205", "LG-1206", "LG-1208",
                        "LG-1210", "LG-1211", "LG-1214");
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void whateverTheCodeTheNameIsFilledIn(Code code) {
        var problem =
                Problem.of(code, "SERVICE stands.")
                        .tryThis("lastgood status SERVICE", "export MY_SERVICES=1")
                        .about("wine");

        assertThat(problem.todo()).containsExactly("lastgood status wine", "export MY_SERVICES=1");
        assertThat(problem.what()).isEqualTo("SERVICE stands.");
    }

    @Test
    void aFullDiskIsNamedAndNoLabelIsLost() {
        twoReleases();
        var labels = Map.of("labels", List.of(world.label(1, 1, 0, Arm.LIVE, 1, 0)));
        world.labels.failing(true);

        var refused = world.post(WINE + "/labels", labels);
        world.labels.failing(false);
        var taken = world.post(WINE + "/labels", labels);

        assertThat(refused.text("code")).isEqualTo("LG-1302");
        assertThat(refused.body().get("why").toString())
                .contains("the disk that holds the data folder is full");
        assertThat(refused.body().get("do").toString()).contains("lastgood rollback wine");
        assertThat(refused.text("state")).isEqualTo("Traffic: 100 % r1.");
        assertThat(taken.body().get("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void otherEvidenceForTheSameBytesIsToldAndNotTaken() {
        var golden = "{\"inputs\":{},\"outputs\":{}}\n";
        trying(Optional.empty(), List.of(new OfflineEvidence.Range("x", 0, "0", 0.1, 1.0)));
        var first = evidence(golden, "rows one", "0.1");

        var same = evidence(golden, "rows one", "0.1");
        var other = evidence(golden + golden, "rows two", "0.2");

        assertThat(first.text("release")).isEqualTo("r1");
        assertThat(same.body().get("ignored").size()).isZero();
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.text("release")).isEqualTo("r1");
        assertThat(Json.write(other.body().get("ignored")))
                .contains("evidence.golden golden.ndjson", "evidence.rows rows.ndjson")
                .contains("evidence.ranges of 1 columns");
    }

    @Test
    void goldenRowsThatGotTheirAnswersHereAreTheSameRowsAgain() {
        trying(Optional.of("{\"inputs\":{},\"outputs\":{}}\n"), List.of());
        var open = "{\"inputs\":{}}\n";
        evidence(open, "rows", "");

        assertThat(evidence(open, "rows", "").body().get("ignored").size()).isZero();
        assertThat(evidence(open + open, "rows", "").body().get("ignored").size()).isEqualTo(1);
    }

    @Test
    void whoAppliesWhileARolloutRunsReadsThatItKeepsItsTerms() {
        twoReleases();
        var again = apply(ControlWorld.SERVICE);
        var other = apply(ControlWorld.SERVICE.replace("stepTime: 1h", "stepTime: 2h"));

        assertThat(again.body().get(0).get("warnings").size()).isZero();
        assertThat(other.body().get(0).get("warnings").get(0).asString())
                .startsWith("the rollout of r1 keeps the steps and guards it started with");
    }

    @Test
    void previousIsWhatServedBeforeAndNotTheNumberBefore() {
        twoReleases();
        world.created("lr-3", "model three");
        settled();

        assertThat(world.get(WINE + "/releases/previous").text("code")).isEqualTo("LG-1102");
        world.started("r3");
        assertThat(world.get(WINE + "/releases/candidate").text("release")).isEqualTo("r3");
        assertThat(world.get(WINE + "/releases/previous").text("code")).isEqualTo("LG-1102");
        assertThat(world.get(WINE + "/releases/latest").text("code")).isEqualTo("LG-1005");
    }

    private void trying(Optional<String> golden, List<OfflineEvidence.Range> ranges) {
        world.workbench.trying(
                Outcome.done(
                        new Workbench.Trial(
                                golden.map(Samples::bytes), false, 1, ranges, 40, List.of())));
    }

    private Answer evidence(String golden, String rows, String least) {
        var text =
                ControlWorld.RELEASE.formatted("lr-1")
                        + "  evidence: {golden: golden.ndjson, rows: rows.ndjson"
                        + (least.isEmpty() ? "" : ", ranges: ranges.yaml")
                        + "}\n";
        var files = new HashMap<String, String>();
        files.put("model.onnx", "model one");
        files.put("golden.ndjson", golden);
        files.put("rows.ndjson", rows);
        if (!least.isEmpty()) {
            files.put("ranges.yaml", "x: [{min: " + least + ", max: 1.0}]\n");
        }
        return world.created(text, files);
    }

    private Answer apply(String file) {
        return world.post(
                "/api/v1/apply", Map.of("path", "service.yaml", "text", file, "files", Map.of()));
    }

    private Answer ask(String address, Map<String, Object> body) {
        return world.post(WINE + address, body);
    }

    private Answer rollback(Map<String, Object> body) {
        var all = new HashMap<>(body);
        all.put("dryRun", false);
        all.put("yes", true);
        return world.post(WINE + "/rollbacks", all);
    }

    /// r1 is live and bakes; r2 was never tried.
    private void twoReleases() {
        world.applied();
        world.created("lr-1", "model one");
        world.created("lr-2", "model two");
        world.started("r1");
    }

    private void settled() {
        world.now.set(world.now.get().plusSeconds(3601));
        world.statusWhen(s -> s.text("state").equals("steady"));
    }
}
