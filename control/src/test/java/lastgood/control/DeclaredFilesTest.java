package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lastgood.core.driver.MemoryComponentDriver;
import lastgood.core.driver.Refusals;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What `apply` takes of stacks and components, what it refuses, and that it takes nothing of a file that is refused.
class DeclaredFilesTest {
    private final ControlWorld world = new ControlWorld();
    private final MemoryComponentDriver.World folder = new MemoryComponentDriver.World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void documentsOfOneFileMayComeInAnyOrder() {
        var text =
                String.join(
                        "---\n",
                        stack("town", "one"),
                        component("table", "v2", "  reverts: {to: [v1]}\n"),
                        component("table", "v1", ""));
        var applied = apply(text);

        assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
        assertThat(applied.body().toString()).doesNotContain("nobody has applied");
        assertThat(get("/api/v1/components/table")).contains("\"liveVersions\":\"one\"");
        assertThat(apply(text).body().toString())
                .doesNotContain("\"created\"", "\"changed\"")
                .contains("unchanged");
    }

    @Test
    void whatIsReferredToAndUnknownIsRemarkedUpon() {
        var applied =
                apply(
                        component(
                                "table",
                                "v2",
                                "  reverts: {to: [v1]}\n  requires: [{index: [i1]}]\n"));
        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.body().toString())
                .contains(
                        "reverts to v1, which nobody has applied",
                        "requires index i1, which nobody has applied");
    }

    @Test
    void oneVersionThatIsTwoThingsInOneFileIsRefused() {
        var refused =
                apply(
                        component("table", "v1", "  reverts: {to: []}\n")
                                + "---\n"
                                + component("table", "v1", "  state: {migration: expand}\n"));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.body().toString())
                .contains("stack.yaml:9: metadata: Component table@v1 is declared twice");
        assertThat(world.get("/api/v1/components/table").status()).isEqualTo(404);
    }

    @Test
    void twoStacksThatSayDifferentThingsOfOneComponentAreRefused() {
        var refused = apply(stack("town", "one") + "---\n" + stack("village", "many"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().toString())
                .contains("town says liveVersions: one", "village says liveVersions: many");
        assertThat(world.get("/api/v1/stacks").body()).isEmpty();

        assertThat(apply(stack("town", "one")).status()).isEqualTo(200);
        assertThat(apply(stack("village", "many")).status()).isEqualTo(400);
        assertThat(apply(stack("village", "one")).status()).isEqualTo(200);
    }

    @Test
    void aCycleOverThreeVersionsIsNamedAndADiamondIsNone() {
        var cycle =
                apply(
                        requiring("a", "b: [v1]")
                                + "---\n"
                                + requiring("b", "c: [v1]")
                                + "---\n"
                                + requiring("c", "a: [v1]"));
        assertThat(cycle.status()).isEqualTo(400);
        assertThat(cycle.body().toString())
                .contains("a@v1 requires b@v1 requires c@v1 requires a@v1");
        assertThat(world.get("/api/v1/components").body()).isEmpty();

        var diamond =
                apply(
                        requiring("a", "b: [v1], c: [v1]")
                                + "---\n"
                                + requiring("b", "d: [v1]")
                                + "---\n"
                                + requiring("c", "d: [v1]")
                                + "---\n"
                                + component("d", "v1", ""));
        assertThat(diamond.status()).as(diamond.toString()).isEqualTo(200);
    }

    @Test
    void aConfigurationIsReadBeforeAnythingOfItsFileIsTaken() {
        var config = component("limits", "v1", "").replace("features", "config");
        var refused =
                apply(
                        component("table", "v1", "")
                                + "---\n"
                                + config.replace("v1.onnx", "l.yaml"),
                        Map.of("v1.onnx", "v1", "l.yaml", "timeout: 1s\nthreshold: 0.5\n"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().toString()).contains("l.yaml:2", "threshold", "under values");
        assertThat(world.get("/api/v1/components").body()).isEmpty();
    }

    @Test
    void aVersionThatItsWorldHasIsKnownByItsNameThere() {
        folder.put("v1", "table as of v1");
        kept();

        var applied = apply(driven("v1", "root: /srv/a"));

        assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
        assertThat(get("/api/v1/components/table"))
                .contains("\"at\":\"v1\"", "\"root\":\"/srv/a\"", "\"driver\":\"file\"");
    }

    @Test
    void aWorldThatIsAwayOrLacksAVersionIsRefusedAndNothingIsApplied() {
        assertThat(apply(driven("v1", "root: /srv/a")).body().toString())
                .as("no driver of that kind here")
                .contains("has no driver 'file' here", "Nothing was applied.");
        folder.put("v1", "table as of v1");
        kept();
        var missing = apply(component("other", "v1", "") + "---\n" + driven("v2", "root: /srv/a"));
        assertThat(missing.status()).isGreaterThanOrEqualTo(400);
        assertThat(missing.body().toString())
                .contains("table@v2 was not applied", "There is no version 'v2'");
        world.drivers.set(
                (_, _, _) -> Outcome.refused(Refusals.failed("/srv/a is away.", List.of())));
        var away = apply(driven("v1", "root: /srv/a"));
        assertThat(away.status()).isGreaterThanOrEqualTo(400);
        assertThat(away.body().toString()).contains("table@v1 was not applied: /srv/a is away.");
        assertThat(world.get("/api/v1/components").body()).isEmpty();
    }

    @Test
    void aVersionThatSomebodyElseAppliesWhileAWorldAnswersIsNotSaidToBeCreated() {
        world.drivers.set((component, _, _) -> {
            apply(component("index", "v1", "  reverts: {to: []}\n"));
            return Outcome.done(new MemoryComponentDriver(component, folder));
        });
        folder.put("v1", "table as of v1");

        var refused =
                apply(
                        component("index", "v1", "  state: {migration: expand}\n")
                                + "---\n"
                                + driven("v1", "root: /srv/a"));

        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("index@v1 exists", "migration");
        assertThat(world.get("/api/v1/components/table").status()).isEqualTo(404);
    }

    @Test
    void whereAVersionLivesMayChangeAndWhatIsThereMayNot() {
        folder.put("v1", "table as of v1");
        kept();
        for (var way : new String[] {"", "  reverts: {to: []}\n"}) {
            apply(driven("v1", "root: /srv/a") + way);
            assertThat(apply(driven("v1", "root: /srv/a") + way).body().toString())
                    .contains("\"what\":\"unchanged\"");
            assertThat(apply(driven("v1", "root: /srv/b") + way).body().toString())
                    .contains("\"what\":\"changed\"");
            assertThat(get("/api/v1/components/table")).contains("\"root\":\"/srv/b\"");
        }
    }

    @Test
    void aVersionWhoseBytesBecameOthersInItsWorldIsNotTakenForTheSame() {
        folder.put("v1", "table as of v1");
        kept();
        apply(driven("v1", "root: /srv/a"));
        var before = get("/api/v1/components/table");

        folder.put("v1", "something else");
        var refused = apply(driven("v1", "root: /srv/a"));

        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("world: it is v1 (");
        assertThat(get("/api/v1/components/table")).isEqualTo(before);
    }

    @Test
    void aVersionThatWasAppliedWithoutADriverMayBeGivenOneAndNotLoseIt() {
        folder.put("v1", "table as of v1");
        kept();
        apply(component("table", "v1", ""));
        var withDriver = component("table", "v1", "") + "  driver: {kind: file, root: /srv/a}\n";
        assertThat(apply(withDriver).body().toString()).contains("\"what\":\"changed\"");
        assertThat(apply(component("table", "v1", "")).status()).isEqualTo(409);
        assertThat(get("/api/v1/components/table")).contains("/srv/a");
    }

    private void kept() {
        world.drivers.set(
                (component, _, _) -> Outcome.done(new MemoryComponentDriver(component, folder)));
    }

    private String get(String path) {
        return world.get(path).body().toString();
    }

    private ControlWorld.Answer apply(String text) {
        return apply(text, Map.of("v1.onnx", "table v1", "v2.onnx", "table v2"));
    }

    private ControlWorld.Answer apply(String text, Map<String, String> files) {
        var digests = new TreeMap<String, String>();
        files.forEach((path, bytes) -> digests.put(path, world.stored(bytes)));
        return world.post(
                "/api/v1/apply", Map.of("path", "stack.yaml", "text", text, "files", digests));
    }

    private static String requiring(String name, String versions) {
        return component(name, "v1", "  requires: {" + versions + "}\n");
    }

    private static String driven(String version, String settings) {
        return component("table", version, "")
                .replace(
                        "  path: " + version + ".onnx\n",
                        "  driver: {kind: file, " + settings + "}\n");
    }

    private static String component(String name, String version, String more) {
        return """
        apiVersion: lastgood/v1
        kind: Component
        metadata: {name: NAME, version: VERSION}
        spec:
          kind: features
          path: VERSION.onnx
        """
                        .replace("NAME", name)
                        .replace("VERSION", version)
                + more;
    }

    private static String stack(String name, String liveVersions) {
        return """
        apiVersion: lastgood/v1
        kind: Stack
        metadata: {name: NAME}
        spec:
          components:
            - {name: table, kind: features, liveVersions: LIVE}
        """
                .replace("NAME", name)
                .replace("LIVE", liveVersions);
    }
}
