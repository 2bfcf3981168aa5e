package lastgood.cli;

import static lastgood.cli.Canned.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import lastgood.wire.view.RolloutView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Starting a rollout, waiting for its end, and watching it on the way.
class RolloutVerbsTest {
    private static final String START = "POST /api/v1/services/" + SERVICE + "/rollouts";
    private static final String LOOK = "GET /api/v1/services/" + SERVICE + "/rollout";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void atATerminalAPersonIsAskedAndOnlyYesStarts() {
        desk.atTerminal("n", "y");
        desk.server.on(START, Json.write(Canned.started()));

        var no = desk.run("rollout", "start", SERVICE, "r2");
        var requests = desk.server.requests().size();
        var yes = desk.run("rollout", "start", SERVICE, "r2");

        assertThat(no.exit()).isEqualTo(1);
        assertThat(no.err()).isEqualTo("Nothing was changed.\n");
        assertThat(requests).isZero();
        assertThat(yes.exit()).isZero();
        assertThat(desk.asked)
                .containsExactly(
                        "Roll out r2 of tumour-classifier? [y/N] ",
                        "Roll out r2 of tumour-classifier? [y/N] ");
    }

    @Test
    void whereNobodyIsThereItJustStarts() {
        desk.server.on(START, Json.write(Canned.started()));

        assertThat(desk.run("rollout", "start", SERVICE, "r2").exit()).isZero();
        assertThat(desk.server.requests().getFirst().body()).isEqualTo("{\"release\":\"r2\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "good,     server,                   0",
        "returned, guard:quality.error_rate, 6",
        "returned, cli:bob,                  1",
        "stopped,  cli:bob,                  1",
        "stuck,    guard:http.error_rate,    1"
    })
    void waitingEndsWithTheCodeOfTheRolloutsEnd(String state, String by, int exit) {
        desk.server.on(START, Json.write(Canned.started()));
        script(canary(), canary(), Canned.over(state, by, "because"));

        var result = desk.run("rollout", "start", SERVICE, "r2", "--wait", "-o", "json");

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.out()).isEqualTo(Json.write(Canned.over(state, by, "because")) + "\n");
    }

    @Test
    void whoStopsWaitingIsToldThatTheRolloutGoesOn() {
        desk.server.on(START, Json.write(Canned.started()));
        script(canary());

        var result = desk.run("rollout", "start", "--wait=3s", SERVICE, "r2");

        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.err()).contains("The rollout goes on at the server");
        assertThat(desk.server.requests()).hasSize(1 + 6);
    }

    @Test
    void waitDoesNotTakeTheServiceForATime() {
        desk.server.on(START, Json.write(Canned.started()));
        script(Canned.over("good", "server", "earned"));

        assertThat(desk.run("rollout", "start", "--wait", SERVICE, "r2").exit()).isZero();
        assertThat(desk.run("rollout", "start", "--wait", "30m", SERVICE, "r2").exit()).isZero();
        assertThat(desk.run("rollout", "start", SERVICE, "r2", "--wait").exit()).isZero();
        assertThat(desk.run("rollout", "start", SERVICE, "r2", "--wait=soon").exit()).isEqualTo(2);
    }

    @Test
    void aWatchPrintsALineForEachChangeAndNoneForNone() {
        desk.server.on(START, Json.write(Canned.started()));
        script(
                canary(),
                Canned.canary(
                        "canary",
                        1,
                        List.of(Canned.guard("quality.error_rate", "watching", .05, false, 30))),
                Canned.canary(
                        "canary",
                        1,
                        List.of(Canned.guard("quality.error_rate", "watching", .052, false, 44))),
                Canned.canary(
                        "canary",
                        2,
                        List.of(Canned.guard("quality.error_rate", "watching", .09, true, 80))),
                Canned.over(
                        "returned",
                        "guard:quality.error_rate",
                        "wrong on 63.3 % of 30 labelled answers, live on 5.5 %"));

        Golden.assertSame(
                "screens/rollout-watch.txt",
                desk.run("rollout", "start", SERVICE, "r2", "--yes", "--watch").picture());
    }

    @Test
    void aWatchBesideJsonIsTalk() {
        script(canary(), Canned.over("good", "server", "earned"));

        var result = desk.run("rollout", "status", SERVICE, "--watch", "-o", "json");

        assertThat(result.out().lines()).hasSize(1);
        assertThat(result.err()).contains("canary").contains("good");
        assertThat(result.exit()).isZero();
    }

    @Test
    void aServerThatIsStartedAgainInTheMeantimeIsWaitedFor() {
        desk.server.on(START, Json.write(Canned.started()));
        var away = Json.write(ProblemDetails.of(Problem.of(Code.BUSY, "starting")));
        desk.server.on(LOOK, 503, away, away);
        script(Canned.over("good", "server", "earned"));

        var result = desk.run("rollout", "start", SERVICE, "r2", "--wait");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("The server does not answer; still looking.");
    }

    @Test
    void aServerThatStaysAwayEndsTheWaiting() {
        desk.server.on(START, Json.write(Canned.started()));
        desk.server.on(LOOK, 503, Json.write(ProblemDetails.of(Problem.of(Code.BUSY, "away"))));

        var result = desk.run("rollout", "start", SERVICE, "r2", "--wait");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("LG-1304");
    }

    @Test
    void anotherRolloutIsNotTakenForThisOne() {
        desk.server.on(START, Json.write(Canned.started()));
        desk.server.on(LOOK, Json.write(canary()).replace("\"rollout\":2", "\"rollout\":3"));

        var result = desk.run("rollout", "start", SERVICE, "r2", "--wait");

        assertThat(result.err()).contains("Rollout 2 is over, and rollout 3 runs already.");
        assertThat(result.exit()).isEqualTo(5);
    }

    @Test
    void whoInterruptsIsToldWhatGoesOn() {
        desk.server.on(START, Json.write(Canned.started()));
        script(canary());
        var words = new java.util.ArrayList<String>();

        var result =
                desk.onPause(
                                3,
                                () -> {
                                    desk.lastWords.forEach(Runnable::run);
                                    words.add("said");
                                    throw new InterruptedException();
                                })
                        .run("rollout", "start", SERVICE, "r2", "--wait");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.exit()).isEqualTo(130);
        assertThat(words).hasSize(1);
        assertThat(result.err()).contains("The rollout goes on at the server");
        assertThat(desk.lastWords).isEmpty();
    }

    @Test
    void aStatusIsWatchedUntilNothingMoves() {
        desk.server.on(
                "GET /api/v1/services/" + SERVICE,
                Json.write(Canned.inCanary()),
                Json.write(Canned.inCanary()),
                Json.write(Canned.steady()));

        Golden.assertSame(
                "screens/status-watch.txt", desk.run("status", SERVICE, "--watch").picture());
    }

    @Test
    void aReleaseThatIsNoReferenceIsRefusedBeforeAnythingIsAsked() {
        assertThat(desk.run("rollout", "start", "latest").exit()).isEqualTo(2);
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void aHeldReleaseIsRefusedWithCodeFive() {
        var problem =
                Problem.of(Code.HELD, "r2 of tumour-classifier is held and was not rolled out.")
                        .because("guard:quality.error_rate: wrong on 63.3 % of 30 labelled answers")
                        .tryThis("lastgood release unhold tumour-classifier r2 --reason TEXT")
                        .inState("Traffic: 100 % r1.");
        desk.server.on(START, 409, Json.write(ProblemDetails.of(problem)));

        Golden.assertSame(
                "screens/rollout-start-held.txt",
                desk.run("rollout", "start", SERVICE, "r2", "--yes").picture());
    }

    private static RolloutView canary() {
        return Canned.canary(
                "canary", 1, List.of(Canned.guard("quality.error_rate", "blind", 0, false, 12)));
    }

    private void script(RolloutView... views) {
        desk.server.on(
                LOOK,
                IntStream.range(0, views.length)
                        .mapToObj(i -> Json.write(views[i]))
                        .toArray(String[]::new));
    }
}
