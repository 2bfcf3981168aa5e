package lastgood.cli;

import static lastgood.cli.Canned.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.view.PruneView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What goes is shown first, with what stays and why; only what was shown goes.
class ReleasePruneTest {
    private static final String PRUNES = "POST /api/v1/services/" + SERVICE + "/prunes";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aDryRunShowsWhatGoesAndWhyTheRestStays() {
        desk.server.on(PRUNES, Json.write(plan(false)));
        Golden.assertSame(
                "screens/release-prune-dry-run.txt",
                desk.atTerminal().run("release", "prune", SERVICE, "--dry-run").picture());
        assertThat(desk.server.requests()).hasSize(1);
        assertThat(desk.server.requests().getFirst().body()).contains("\"dryRun\":true");
    }

    @Test
    void onlyWhatWasShownGoesAfterAYes() {
        desk.atTerminal("y");
        desk.server.on(PRUNES, Json.write(plan(false)), Json.write(plan(true)));
        Golden.assertSame(
                "screens/release-prune.txt",
                desk.run("release", "prune", SERVICE, "--keep", "1").picture());
        assertThat(desk.server.requests().getLast().body())
                .contains("\"dryRun\":false", "\"releases\":[\"r1\",\"r2\"]", "\"keep\":1");
    }

    @Test
    void aNoChangesNothing() {
        desk.atTerminal("n");
        desk.server.on(PRUNES, Json.write(plan(false)));
        var result = desk.run("release", "prune", SERVICE);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    void whereNobodyCanBeAskedNothingGoes() {
        desk.server.on(PRUNES, Json.write(plan(false)));
        Golden.assertSame(
                "screens/release-prune-nobody.txt",
                desk.run("release", "prune", SERVICE).picture());
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    void withYesNobodyIsAskedAndJsonIsTheDocument() {
        desk.server.on(PRUNES, Json.write(plan(true)));
        var result = desk.run("release", "prune", SERVICE, "--yes", "-o", "json");
        assertThat(result.out()).isEqualTo(Json.write(plan(true)) + "\n");
        assertThat(result.exit()).isZero();
    }

    private static PruneView plan(boolean done) {
        return new PruneView(
                SERVICE,
                done,
                5,
                List.of(
                        new PruneView.Kept("r1", false, List.of()),
                        new PruneView.Kept("r2", false, List.of()),
                        new PruneView.Kept(
                                "r3", true, List.of("rollback target", "one of the last good")),
                        new PruneView.Kept("r4", true, List.of("live", "last good"))),
                2_345_678,
                done ? 1_024 : 0);
    }
}
