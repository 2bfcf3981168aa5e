package lastgood.cli;

import static lastgood.cli.Canned.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What each verb shows, to the letter: at a terminal, in a pipe, as JSON.
class ScreensTest {
    private static final String BASE = "/api/v1/services/" + SERVICE;
    private static final String NONE_PRUNED = "GET " + BASE + "/pruned";

    static Stream<Arguments> screens() {
        return Stream.of(
                screen("status-steady", "GET " + BASE, Canned.steady(), "status", SERVICE),
                screen("status-canary", "GET " + BASE, Canned.inCanary(), "status", SERVICE),
                screen(
                        "status-stuck",
                        "GET /api/v1/services/wine",
                        Canned.stuck(),
                        "status",
                        "wine"),
                screen(
                        "status-all",
                        "GET /api/v1/services",
                        List.of(Canned.inCanary(), Canned.stuck()),
                        "status"),
                screen("status-none", "GET /api/v1/services", List.of(), "status"),
                screen("history", "GET " + BASE + "/history", Canned.history(), "history", SERVICE),
                screen(
                        "diff",
                        "GET " + BASE + "/diff?from=r1&to=live",
                        Canned.diff(),
                        "diff",
                        SERVICE,
                        "r1",
                        "live"),
                screen("graph", "GET /api/v1/graph", Canned.graph(), "graph"),
                screen("graph-stack", "GET /api/v1/graph", CannedStack.graph(), "graph"),
                screen(
                        "stack-list",
                        "GET /api/v1/stacks",
                        List.of(CannedStack.stack()),
                        "stack",
                        "list"),
                screen("stack-list-none", "GET /api/v1/stacks", List.of(), "stack", "list"),
                screen(
                        "stack-show",
                        "GET /api/v1/stacks/checkout-risk",
                        CannedStack.stack(),
                        "stack",
                        "show",
                        "checkout-risk"),
                screen(
                        "component-show-one",
                        "GET /api/v1/components/txn-features",
                        CannedStack.table(),
                        "component",
                        "show",
                        "txn-features"),
                screen(
                        "component-history",
                        "GET /api/v1/components/txn-features/history",
                        CannedPast.all(),
                        "component",
                        "history",
                        "txn-features"),
                screen(
                        "component-history-at",
                        "GET /api/v1/components/txn-features/history?at=2026-11-23T02%3A10%3A00Z",
                        CannedPast.then(),
                        "component",
                        "history",
                        "txn-features",
                        "--at",
                        "02:10"),
                screen(
                        "component-history-side-by-side",
                        "GET /api/v1/components/limits/history",
                        CannedPast.sideBySide(),
                        "component",
                        "history",
                        "limits"),
                screen(
                        "component-history-too-early",
                        "GET /api/v1/components/txn-features/history?at=2026-11-01T00%3A00%3A00Z",
                        CannedPast.tooEarly(),
                        "component",
                        "history",
                        "txn-features",
                        "--at",
                        "2026-11-01 00:00"),
                screen(
                        "diff-stack",
                        "GET /api/v1/services/fraud-scorer/diff?from=r11&to=r12",
                        CannedStack.diff(),
                        "diff",
                        "fraud-scorer",
                        "r11",
                        "r12"),
                screen(
                        "component-list",
                        "GET /api/v1/components",
                        Canned.components(),
                        "component",
                        "list"),
                screen(
                        "component-list-none",
                        "GET /api/v1/components",
                        List.of(),
                        "component",
                        "list"),
                screen(
                        "component-show",
                        "GET /api/v1/components/tumour-features",
                        Canned.components(),
                        "component",
                        "show",
                        "tumour-features"),
                screen(
                        "diff-breaks",
                        "GET " + BASE + "/diff?from=r1&to=live",
                        Canned.diffOfSchemas(),
                        "diff",
                        SERVICE,
                        "r1",
                        "live"),
                screen(
                        "release-list",
                        "GET " + BASE + "/releases",
                        List.of(
                                Canned.release(1, "live", true, false),
                                Canned.release(2, "", false, true),
                                Canned.release(3, "candidate", false, false)),
                        "release",
                        "list",
                        SERVICE),
                screen(
                        "release-show",
                        "GET " + BASE + "/releases/last-good",
                        Canned.release(1, "live", true, false),
                        "release",
                        "show",
                        SERVICE,
                        "last-good"),
                screen(
                        "release-show-held",
                        "GET " + BASE + "/releases/r2",
                        Canned.release(2, "", false, true),
                        "release",
                        "show",
                        SERVICE,
                        "r2"),
                screen(
                        "release-hold",
                        "POST " + BASE + "/releases/r2/hold",
                        Canned.release(2, "", false, true),
                        "release",
                        "hold",
                        SERVICE,
                        "r2",
                        "--reason",
                        "units"),
                screen(
                        "release-unhold",
                        "POST " + BASE + "/releases/r2/unhold",
                        Canned.release(2, "", false, false),
                        "release",
                        "unhold",
                        SERVICE,
                        "r2",
                        "--reason=fixed"),
                screen(
                        "rollout-status",
                        "GET " + BASE + "/rollout",
                        Canned.inCanary().rollout().orElseThrow(),
                        "rollout",
                        "status",
                        SERVICE),
                screen(
                        "rollout-status-returned",
                        "GET " + BASE + "/rollout",
                        Canned.over(
                                "returned",
                                "guard:quality.error_rate",
                                "wrong on 63.3 % of 30 labelled answers, live on 5.5 %"),
                        "rollout",
                        "status",
                        SERVICE),
                screen(
                        "rollout-status-shadow",
                        "GET " + BASE + "/rollout",
                        Canned.shadow(),
                        "rollout",
                        "status",
                        SERVICE),
                screen(
                        "rollout-status-waits",
                        "GET " + BASE + "/rollout",
                        Canned.canary("canary", 1, List.of())
                                .withWaits(
                                        Optional.of(
                                                "r2 takes 600 requests a second here, measured with its golden rows; 50 % of 1,000 would be more than three quarters of that")),
                        "rollout",
                        "status",
                        SERVICE),
                screen(
                        "rollout-status-shadow-labelled",
                        "GET " + BASE + "/rollout",
                        Canned.shadowLabelled(),
                        "rollout",
                        "status",
                        SERVICE),
                screen(
                        "rollout-pause",
                        "POST " + BASE + "/rollout/pause",
                        Canned.canary("paused", 2, List.of()),
                        "rollout",
                        "pause",
                        SERVICE),
                screen(
                        "rollout-resume",
                        "POST " + BASE + "/rollout/resume",
                        Canned.canary("canary", 2, List.of()),
                        "rollout",
                        "resume",
                        SERVICE),
                screen(
                        "rollout-promote",
                        "POST " + BASE + "/rollout/promote",
                        Canned.canary("baking", 3, List.of()),
                        "rollout",
                        "promote",
                        SERVICE,
                        "--reason",
                        "holiday"),
                screen(
                        "rollout-stop",
                        "POST " + BASE + "/rollout/stop",
                        Canned.over("stopped", "cli:alice", "coffee"),
                        "rollout",
                        "stop",
                        SERVICE,
                        "--reason",
                        "coffee"),
                screen(
                        "rollout-start",
                        "POST " + BASE + "/rollouts",
                        Canned.started(),
                        "rollout",
                        "start",
                        SERVICE,
                        "r2",
                        "--yes"),
                screen(
                        "incident-list",
                        "GET /api/v1/incidents",
                        List.of(Canned.incident()),
                        "incident",
                        "list"),
                screen(
                        "incident-list-none",
                        "GET /api/v1/incidents",
                        List.of(),
                        "incident",
                        "list"),
                screen(
                        "incident-show",
                        "GET /api/v1/incidents/INC-3",
                        Canned.incident(),
                        "incident",
                        "show",
                        "INC-3"),
                screen(
                        "rollback-plan",
                        "POST " + BASE + "/rollbacks",
                        Canned.plan("OK", false, "r1 is good, loaded and warm"),
                        "rollback",
                        SERVICE,
                        "--dry-run"),
                screen(
                        "rollback-plan-risky",
                        "POST " + BASE + "/rollbacks",
                        Canned.plan("RISKY", false, "r1 has no golden answers"),
                        "rollback",
                        SERVICE,
                        "--to=r1",
                        "--dry-run"),
                screen(
                        "rollback-plan-together",
                        "POST /api/v1/services/fraud-scorer/rollbacks",
                        Canned.together(),
                        "rollback",
                        "fraud-scorer",
                        "--to=r11",
                        "--dry-run"),
                screen(
                        "rollback-plan-tangled",
                        "POST /api/v1/services/fraud-scorer/rollbacks",
                        Canned.tangled(),
                        "rollback",
                        "fraud-scorer",
                        "--to=r11",
                        "--dry-run"),
                screen(
                        "rollback-plan-blocked",
                        "POST " + BASE + "/rollbacks",
                        Canned.plan(
                                "BLOCKED",
                                false,
                                "model v1 requires tumour-features [v1], and --only model would leave v2",
                                "replay of 285 recorded rows: 72.6 % right instead of 96.8 %"),
                        "rollback",
                        SERVICE,
                        "--only",
                        "model",
                        "--dry-run"),
                screen(
                        "rollback-nothing-to-do",
                        "POST " + BASE + "/rollbacks",
                        Canned.nothing(),
                        "rollback",
                        SERVICE,
                        "--yes"),
                screen(
                        "rollback-done",
                        "POST " + BASE + "/rollbacks",
                        Canned.plan("OK", true, "r3 is held"),
                        "rollback",
                        SERVICE,
                        "--yes"),
                screen(
                        "rollback-unrecorded",
                        "POST " + BASE + "/rollbacks",
                        Canned.plan("OK", true, "r3 is held").withUnrecorded(1, true),
                        "rollback",
                        SERVICE,
                        "--yes"),
                screen(
                        "rollback-unrecorded-again",
                        "POST " + BASE + "/rollbacks",
                        Canned.nothing().withUnrecorded(2, false),
                        "rollback",
                        SERVICE,
                        "--yes"));
    }

    @ParameterizedTest
    @MethodSource("screens")
    void aVerbShowsItsPicture(String name, String line, Object answer, String[] words) {
        try (var desk = new Desk().atTerminal()) {
            desk.server.on(NONE_PRUNED, "[]");
            desk.server.on(line, Json.write(answer));

            Golden.assertSame("screens/" + name + ".txt", desk.run(words).picture());
        }
    }

    @ParameterizedTest
    @MethodSource("screens")
    void noLineIsWiderThanEightyPlaces(String name, String line, Object answer, String[] words) {
        try (var desk = new Desk().atTerminal()) {
            desk.server.on(NONE_PRUNED, "[]");
            desk.server.on(line, Json.write(answer));
            var result = desk.run(words);

            assertThat((result.out() + result.err()).lines())
                    .as(name)
                    .allSatisfy(shown ->
                            assertThat(lastgood.cli.screen.Text.width(shown))
                                    .as(shown)
                                    .isLessThanOrEqualTo(80));
        }
    }

    @ParameterizedTest
    @MethodSource("screens")
    void asJsonEveryVerbPrintsItsDocumentAndNothingElse(
            String name, String line, Object answer, String[] words) {
        try (var desk = new Desk()) {
            desk.server.on(NONE_PRUNED, "[]");
            desk.server.on(line, Json.write(answer));
            var result = desk.run(with(words, "-o", "json"));

            assertThat(result.out()).as(name).isEqualTo(expected(name, answer) + "\n");
            assertThat(result.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("screens")
    void inAsciiThereIsNothingBeyondTheKeyboard(
            String name, String line, Object answer, String[] words) {
        try (var desk = new Desk().atTerminal()) {
            desk.server.on(NONE_PRUNED, "[]");
            desk.server.on(line, Json.write(answer));
            var result = desk.run(with(words, "--ascii"));

            assertThat(result.out() + result.err()).as(name).matches("(?s)\\p{ASCII}*");
        }
    }

    @Test
    void forGraphvizTheGraphIsWrittenInDot() {
        try (var desk = new Desk()) {
            desk.server.on("GET /api/v1/graph", Json.write(Canned.graph()));

            Golden.assertSame("screens/graph-dot.txt", desk.run("graph", "-o", "dot").picture());
        }
    }

    @Test
    void theGraphOfAStackShowsTheVersionThatEverybodyReads() {
        try (var desk = new Desk()) {
            desk.server.on("GET /api/v1/graph", Json.write(CannedStack.graph()));

            Golden.assertSame(
                    "screens/graph-stack-dot.txt", desk.run("graph", "-o", "dot").picture());
        }
    }

    @Test
    void inAPipeATableIsSeparatedByTabs() {
        try (var desk = new Desk()) {
            desk.server.on("GET " + BASE + "/history", Json.write(Canned.history()));

            Golden.assertSame("screens/history-piped.txt", desk.run("history", SERVICE).picture());
        }
    }

    @Test
    void coloursAreForTerminalsUnlessSomebodyInsists() {
        try (var desk = new Desk().atTerminal().with("NO_COLOR", "")) {
            desk.server.on("GET " + BASE, Json.write(Canned.inCanary()));

            Golden.assertSame("screens/status-coloured.txt", desk.run("status", SERVICE).picture());
            assertThat(desk.run("status", SERVICE, "--color=never").out()).doesNotContain("\u001b");
            desk.with("TERM", "dumb");
            assertThat(desk.run("status", SERVICE).out()).doesNotContain("\u001b");
            assertThat(desk.run("status", SERVICE, "--color", "always").out()).contains("\u001b[");
        }
    }

    @Test
    void inAPipeThereAreNoColoursUnlessForced() {
        try (var desk = new Desk().with("NO_COLOR", "")) {
            desk.server.on("GET " + BASE, Json.write(Canned.inCanary()));

            assertThat(desk.run("status", SERVICE).out()).doesNotContain("\u001b");
            desk.with("CLICOLOR_FORCE", "1");
            assertThat(desk.run("status", SERVICE).out()).contains("\u001b[");
        }
    }

    @Test
    void whatAServerSaysDoesNotSteerTheTerminal() {
        try (var desk = new Desk().atTerminal()) {
            var evil = Canned.release(1, "", false, false);
            var json =
                    Json.write(evil).replace("logreg-v1", "\\u001b]0;owned\\u0007\\u001b[2J\\tx");
            desk.server.on("GET " + BASE + "/releases/r1", json);
            desk.server.on("GET " + BASE + "/releases", "[" + json + "]");
            desk.server.on(NONE_PRUNED, "[]");

            assertThat(desk.run("release", "show", SERVICE, "r1").out())
                    .contains("owned")
                    .doesNotContain("\u001b")
                    .doesNotContain("\u0007");
            assertThat(desk.run("release", "list", SERVICE).out()).doesNotContain("\u001b");
        }
    }

    @Test
    void theServiceMayBeLeftOutWhereThereIsOnlyOne() {
        try (var desk = new Desk()) {
            desk.server.on("GET /api/v1/services", Json.write(List.of(Canned.steady())));
            desk.server.on(
                    "GET " + BASE + "/releases/r1", Json.write(Canned.release(1, "", true, false)));
            desk.server.on("GET " + BASE + "/diff?from=r1&to=r3", Json.write(Canned.diff()));

            assertThat(desk.run("release", "show", "r1").exit()).isZero();
            assertThat(desk.run("diff", "r1", "r3").exit()).isZero();
        }
    }

    @Test
    void theNewestIncidentIsShownWhereNoneIsNamed() {
        try (var desk = new Desk()) {
            desk.server.on("GET /api/v1/incidents", Json.write(List.of(Canned.incident())));

            assertThat(desk.run("incident", "show").out()).startsWith("INC-3");
        }
    }

    private static Arguments screen(String name, String line, Object answer, String... words) {
        return Arguments.of(name, line, answer, words);
    }

    /// Releases are listed newest first; the server tells them oldest first.
    private static String expected(String name, Object answer) {
        return name.equals("release-list")
                ? Json.write(((List<?>) answer).reversed())
                : Json.write(answer);
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }
}
