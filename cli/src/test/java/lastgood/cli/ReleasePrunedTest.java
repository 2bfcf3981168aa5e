package lastgood.cli;

import static lastgood.cli.Canned.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.view.HeldView;
import lastgood.wire.view.PrunedView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What was let go is not shown, but that something is not shown is said.
class ReleasePrunedTest {
    private static final String BASE = "GET /api/v1/services/" + SERVICE;
    private static final Instant THEN = Instant.parse("2026-11-21T07:00:00Z");

    private final Desk desk = new Desk().atTerminal();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void theListSaysHowManyItDoesNotShow() {
        releases(List.of(pruned(1, Optional.empty()), pruned(3, Optional.empty())));
        Golden.assertSame(
                "screens/release-list-hidden.txt", desk.run("release", "list", SERVICE).picture());
        assertThat(desk.run("release", "list", SERVICE, "-o", "json").err()).isEmpty();
    }

    @Test
    void oneAloneIsOne() {
        releases(List.of(pruned(1, Optional.empty())));
        assertThat(desk.run("release", "list", SERVICE).err())
                .contains("1 release that was pruned is not shown.");
    }

    @Test
    void allAreShownInTheOrderOfTheirNumbers() {
        var hold = new HeldView("r1", THEN, "cli:bob", "wrong units");
        releases(List.of(pruned(1, Optional.of(hold)), pruned(3, Optional.empty())));
        Golden.assertSame(
                "screens/release-list-all.txt",
                desk.run("release", "list", SERVICE, "--all").picture());
        var json = desk.run("release", "list", SERVICE, "--all", "-o", "json").out();
        assertThat(json)
                .contains("\"state\":\"pruned\"", "\"prunedAt\":\"2026-11-21T07:00:00Z\"")
                .containsSubsequence("\"r4\"", "\"r3\"", "\"r2\"", "\"r1\"");
    }

    private void releases(List<PrunedView> pruned) {
        desk.server.on(
                BASE + "/releases",
                Json.write(
                        List.of(
                                Canned.release(2, "", true, false),
                                Canned.release(4, "live", true, false))));
        desk.server.on(BASE + "/pruned", Json.write(pruned));
    }

    private static PrunedView pruned(int number, Optional<HeldView> held) {
        return new PrunedView(
                SERVICE,
                "r" + number,
                Canned.digest("6b1f"),
                PrunedView.PRUNED,
                true,
                held,
                THEN,
                "cli:mlops");
    }
}
