package lastgood.cli;

import static lastgood.cli.Canned.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import lastgood.testing.Golden;
import lastgood.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What served at a moment. It is 02:14:07 now; r2 was tried beside r1 from 02:13:54 on.
class HistoryAtTest {
    private static final String BASE = "/api/v1/services/" + SERVICE;

    @Test
    void theLineOfThatMomentIsShownWithAllThatServed() {
        try (var desk = asked()) {
            Golden.assertSame(
                    "screens/history-at.txt",
                    desk.atTerminal()
                            .run("history", SERVICE, "--at", "2026-11-23 02:13:55")
                            .picture());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T02:14:07.120Z, rollback",
        "2026-11-23T02:14:07Z, canary",
        "2026-11-23 02:13:54.120, canary",
        "2026-11-23 02:13, first",
        "02:14:06, canary",
        "02:14:08, first",
        "10s, canary",
        "20s, first",
        "1h, first"
    })
    void aMomentIsTypedInManyWays(String typed, String how) {
        try (var desk = asked()) {
            var shown = desk.run("history", SERVICE, "--at", typed, "-o", "json");
            assertThat(shown.out()).contains("\"how\":\"" + how + "\"");
        }
    }

    @Test
    void beforeTheFirstReleaseNothingServed() {
        try (var desk = asked()) {
            var shown = desk.run("history", SERVICE, "--at", "2020-01-01 00:00");
            assertThat(shown.out()).isEmpty();
            assertThat(shown.err())
                    .contains("Nothing of " + SERVICE + " served at 2020-01-01 00:00:00.");
            assertThat(desk.run("history", SERVICE, "--at", "3650d", "-o", "json").out())
                    .isEqualTo("[]\n");
        }
    }

    @Test
    void whatIsNoMomentIsRefusedWithExamples() {
        try (var desk = asked()) {
            var shown = desk.run("history", SERVICE, "--at", "yesterday");
            assertThat(shown.exit()).isEqualTo(2);
            assertThat(shown.err()).contains("'yesterday' is no moment", "2h for two hours ago");
        }
    }

    private static Desk asked() {
        var desk = new Desk();
        desk.server.on("GET " + BASE + "/history", Json.write(Canned.history()));
        desk.server.on(
                "GET " + BASE + "/releases/r1", Json.write(Canned.release(1, "live", true, false)));
        desk.server.on(
                "GET " + BASE + "/releases/r2", Json.write(Canned.release(2, "", false, true)));
        return desk;
    }
}
