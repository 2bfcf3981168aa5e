package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import lastgood.wire.view.DoctorView;
import lastgood.wire.view.DoctorView.Finding;
import lastgood.wire.view.DrillView;
import lastgood.wire.view.PreflightView;
import lastgood.wire.view.StepView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadinessVerbsTest {
    private static final String DRILLS = "/api/v1/services/" + Canned.SERVICE + "/drills";
    private static final String DOCTOR = "/api/v1/services/" + Canned.SERVICE + "/doctor";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aDrillThatPassedShowsEachStepWithItsTimeAndTheEvidence() {
        desk.server.on("POST " + DRILLS, Json.write(passed("D-12")));

        var result = desk.run("drill", "run", Canned.SERVICE);

        Golden.assertSame("screens/drill-run.txt", result.picture());
        assertThat(desk.server.requests().getFirst().body()).isEqualTo("{\"mode\":\"restore\"}");
    }

    @Test
    void whatADrillDidNotMeasureIsNullInItsDocument() {
        desk.server.on("POST " + DRILLS, Json.write(passed("D-12")));

        var result = desk.run("drill", "run", Canned.SERVICE, "--mode", "restore", "-o", "json");

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains(
                        "\"result\":\"passed\"",
                        "\"detectMs\":null,\"decideMs\":null,\"switchMs\":null,\"verifyMs\":4.125,\"failedRequests\":null",
                        "\"evidence\":\"sha256:1f0c");
    }

    @Test
    void aDrillThatFailedEndsWithNineAndSaysWhatIsWrong() {
        desk.server.on("POST " + DRILLS, Json.write(failed()));

        Golden.assertSame(
                "screens/drill-run-failed.txt", desk.run("drill", "run", Canned.SERVICE).picture());
    }

    @Test
    void withNothingToGoBackToThereIsNothingToDrill() {
        var problem =
                Problem.of(Code.NOTHING_TO_RETURN_TO, "There is nothing to drill.")
                        .because("no release has earned good, or all that did are held")
                        .inState("Traffic: 100 % r1.");
        desk.server.on("POST " + DRILLS, 409, Json.write(ProblemDetails.of(problem)));

        var result = desk.run("drill", "run", Canned.SERVICE);

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("LG-1206", "There is nothing to drill.");
    }

    @Test
    void drillsAreListedNewestFirst() {
        desk.server.on("GET " + DRILLS, Json.write(List.of(passed("D-12"), failed())));

        Golden.assertSame(
                "screens/drill-list.txt",
                desk.atTerminal().run("drill", "list", Canned.SERVICE).picture());
    }

    @Test
    void whereThereWasNoDrillTheNextOneIsNamed() {
        desk.server.on("GET " + DRILLS, "[]");

        var result = desk.run("drill", "list", Canned.SERVICE);

        assertThat(result.err()).contains("No drill.", "lastgood drill run " + Canned.SERVICE);
    }

    @Test
    void oneDrillIsShownAsItWas() {
        desk.server.on("GET /api/v1/drills/D-11", Json.write(failed()));

        var result = desk.run("drill", "show", "D-11");

        Golden.assertSame("screens/drill-show.txt", result.picture());
    }

    @Test
    void theDoctorShowsEveryCheckAndOneThingToDoForWhatIsNotWell() {
        desk.server.on("GET " + DOCTOR, Json.write(DoctorView.of(Desk.NOW, sick())));

        Golden.assertSame(
                "screens/doctor-failed.txt", desk.run("doctor", Canned.SERVICE).picture());
    }

    @Test
    void whereAllIsWellTheDoctorEndsWithZero() {
        desk.server.on("GET /api/v1/doctor", Json.write(DoctorView.of(Desk.NOW, well())));

        Golden.assertSame("screens/doctor.txt", desk.run("doctor").picture());
    }

    @Test
    void aServerThatDoesNotAnswerIsAFinding() {
        desk.with("LASTGOOD_URL", "http://127.0.0.1:1");

        var result = desk.run("doctor", "-o", "json");

        assertThat(result.exit()).isEqualTo(9);
        assertThat(result.out())
                .contains("\"result\":\"failed\"", "\"check\":\"server\"")
                .doesNotContain("\"clock\"");
        Golden.assertSame("screens/doctor-unreachable.txt", desk.run("doctor").picture());
    }

    @Test
    void clocksThatAreApartAreAWarningInEitherDirection() {
        assertThat(clock(Desk.NOW.plusSeconds(90)))
                .contains("\"warning\"", "the server's clock is 90.0 s ahead of this machine's");
        assertThat(clock(Desk.NOW.minusMillis(2_500)))
                .contains("\"warning\"", "the server's clock is 2.5 s behind this machine's");
        assertThat(clock(Desk.NOW.minusMillis(1_900))).contains("agree");
    }

    @Test
    void aServiceThatIsNotThereIsNotFound() {
        var problem = Problem.of(Code.NO_SUCH_SERVICE, "There is no service 'nix'.");
        desk.server.on(
                "GET /api/v1/services/nix/doctor", 404, Json.write(ProblemDetails.of(problem)));

        assertThat(desk.run("doctor", "nix").exit()).isEqualTo(3);
    }

    @Test
    void theStatusSaysWhereOneCouldGoBackToAndWhenItWasTried() {
        var looked = Desk.NOW.minusSeconds(240);
        var ways =
                List.of(
                        new PreflightView("r1", true, List.of(), looked),
                        new PreflightView("r3", true, List.of(), looked.plusSeconds(9)),
                        new PreflightView(
                                "r2",
                                false,
                                List.of("it is held: since 2026-11-23 02:14:07Z by guard:x: wrong"),
                                looked));
        desk.server.on(
                "GET /api/v1/services/" + Canned.SERVICE,
                Json.write(Canned.steady().withWaysBack(ways, Optional.of(passed("D-12")))));

        Golden.assertSame(
                "screens/status-ways-back.txt", desk.run("status", Canned.SERVICE).picture());
    }

    private String clock(Instant server) {
        try (var other = new Desk()) {
            other.server.on("GET /api/v1/doctor", Json.write(DoctorView.of(server, well())));
            return other.run("doctor", "-o", "json").out();
        }
    }

    private static DrillView passed(String id) {
        return drill(
                id,
                "passed",
                Optional.of(4.125),
                List.of(
                        new StepView(
                                "fetch",
                                "passed",
                                Optional.of(2.104),
                                "6 files, 82142 bytes, each with its digest"),
                        new StepView(
                                "load",
                                "passed",
                                Optional.of(212.5),
                                "loaded in a process of its own"),
                        new StepView(
                                "golden",
                                "passed",
                                Optional.of(4.125),
                                "8 golden rows answered as recorded")));
    }

    private static DrillView failed() {
        return drill(
                "D-11",
                "failed",
                Optional.empty(),
                List.of(
                        new StepView(
                                "fetch",
                                "failed",
                                Optional.of(1.9),
                                "model-v1.onnx sha256:6b1f6b1f is damaged: its bytes are others"),
                        new StepView(
                                "load",
                                "skipped",
                                Optional.empty(),
                                "its bytes are not what they should be"),
                        new StepView("golden", "skipped", Optional.empty(), "it was not loaded")));
    }

    /// A plan says whether its target was tried, and what came of it.
    @Test
    void aPlanSaysWhenItsTargetWasRehearsedLast() {
        var passed = drill("D-9", "passed", Optional.of(21.4), List.of());
        var failed = drill("D-12", "failed", Optional.empty(), List.of());
        var plan = Canned.plan("OK", false, "r1 is good");
        var screens = new StringBuilder();
        for (var shown :
                List.of(
                        plan,
                        plan.withDrills(Optional.of(passed), Optional.of(passed)),
                        plan.withDrills(Optional.of(passed), Optional.of(failed)),
                        plan.withDrills(Optional.empty(), Optional.of(failed)))) {
            try (var desk = new Desk().atTerminal()) {
                desk.server.on(
                        "POST /api/v1/services/" + Canned.SERVICE + "/rollbacks",
                        Json.write(shown));
                screens.append(desk.run("rollback", Canned.SERVICE, "--dry-run").picture());
            }
        }
        Golden.assertSame("screens/rollback-rehearsed.txt", screens.toString());
    }

    private static DrillView drill(
            String id, String result, Optional<Double> verify, List<StepView> steps) {
        return new DrillView(
                id,
                Canned.SERVICE,
                "r1",
                Canned.digest("c41d"),
                "restore",
                result,
                Desk.NOW.minus(Duration.ofHours(2)),
                "cli:alice",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                verify,
                Optional.empty(),
                310.2,
                steps,
                Optional.of(Canned.digest("1f0c")));
    }

    private static List<Finding> well() {
        return List.of(
                finding("", "disk", Finding.OK, "12,000 MB free; two releases need 64 MB", ""),
                finding("wine", "golden rows", Finding.OK, "r1: 8 answered as recorded", ""));
    }

    private static List<Finding> sick() {
        return List.of(
                finding(
                        "",
                        "notices",
                        Finding.WARNING,
                        "nobody is told of trips and rollbacks",
                        "lastgood run --webhook URL"),
                finding(
                        Canned.SERVICE,
                        "parts",
                        Finding.FAILED,
                        "r1: model-v1.onnx sha256:6b1f6b1f is damaged: its bytes are others",
                        "lastgood release create -f FILE, with the same files: true bytes take their place"),
                finding(
                        Canned.SERVICE,
                        "drill",
                        Finding.WARNING,
                        "the way back was never drilled",
                        "lastgood drill run " + Canned.SERVICE));
    }

    private static Finding finding(
            String service, String check, String verdict, String found, String fix) {
        return new Finding(
                check,
                Optional.of(service).filter(s -> !s.isEmpty()),
                verdict,
                found,
                Optional.of(fix).filter(f -> !f.isEmpty()));
    }
}
