package lastgood.cli;

import static lastgood.cli.Canned.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.testing.CannedServer;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The verb for three in the morning: it shows, asks, moves; and it never hangs where nobody answers.
class RollbackTest {
    private static final String ROLLBACKS = "POST /api/v1/services/" + SERVICE + "/rollbacks";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void whereNobodyCanBeAskedItRefusesAndPrintsTheCommand() {
        desk.server.on(ROLLBACKS, Json.write(Canned.plan("OK", false, "r1 is good")));

        Golden.assertSame(
                "screens/rollback-nobody.txt",
                desk.run("rollback", SERVICE, "--to", "r1", "--reason", "it's bad").picture());
        assertThat(desk.server.requests())
                .extracting(CannedServer.Request::body)
                .allMatch(body -> body.contains("\"dryRun\":true"));
    }

    @Test
    void asJsonNobodyIsAskedEitherAndThePlanIsTheDocument() {
        desk.atTerminal("y");
        desk.server.on(ROLLBACKS, Json.write(Canned.plan("OK", false, "r1 is good")));

        var result = desk.run("rollback", SERVICE, "-o", "json");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out())
                .isEqualTo(Json.write(Canned.plan("OK", false, "r1 is good")) + "\n");
        assertThat(desk.asked).isEmpty();
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    void whereNobodyCanBeAskedNothingToDoIsDoneAndNothingToReturnToIsRefused() {
        desk.server.on(
                ROLLBACKS,
                Json.write(Canned.nothing()),
                Json.write(Canned.plan("BLOCKED", false, "no older release")));

        var again = desk.run("rollback", SERVICE);
        var nowhere = desk.run("rollback", SERVICE);

        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("already back on r1 since");
        assertThat(nowhere.exit()).isEqualTo(5);
        assertThat(nowhere.out()).contains("no older release");
    }

    @Test
    void aPersonSeesThePlanAndSaysYes() {
        desk.atTerminal("y");
        desk.server.on(
                ROLLBACKS,
                Json.write(Canned.plan("OK", false, "r1 is good")),
                Json.write(Canned.plan("OK", true, "r3 is held")));

        Golden.assertSame("screens/rollback-asked.txt", desk.run("rollback", SERVICE).picture());
        assertThat(desk.asked).containsExactly("Roll back now? [y/N] ");
        assertThat(desk.server.requests())
                .extracting(CannedServer.Request::body)
                .containsExactly(
                        "{\"to\":null,\"only\":null,\"dryRun\":true,\"yes\":false,\"reason\":null}",
                        "{\"to\":null,\"only\":null,\"dryRun\":false,\"yes\":true,\"reason\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n", "no", "j", "yess"})
    void anythingButYesChangesNothing(String answer) {
        desk.atTerminal(answer);
        desk.server.on(ROLLBACKS, Json.write(Canned.plan("RISKY", false, "r1 is not good")));

        var result = desk.run("rollback", SERVICE);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("Nothing was changed.\n");
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    void whoHangsUpHasNotSaidYes() {
        desk.atTerminal();
        desk.server.on(ROLLBACKS, Json.write(Canned.plan("OK", false, "r1 is good")));

        assertThat(desk.run("rollback", SERVICE).exit()).isEqualTo(1);
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    void aBlockedPlanIsNotEvenAskedAbout() {
        desk.atTerminal("y");
        desk.server.on(ROLLBACKS, Json.write(Canned.plan("BLOCKED", false, "no")));

        assertThat(desk.run("rollback", SERVICE).exit()).isEqualTo(5);
        assertThat(desk.asked).isEmpty();
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    void aDryRunSucceedsAlsoWhenBlockedAndTheRealOneDoesNot() {
        desk.server.on(ROLLBACKS, Json.write(Canned.plan("BLOCKED", false, "no")));

        var dry = desk.run("rollback", SERVICE, "--dry-run", "-o", "json");

        assertThat(dry.exit()).isZero();
        assertThat(dry.out()).isEqualTo(Json.write(Canned.plan("BLOCKED", false, "no")) + "\n");
        assertThat(desk.run("rollback", SERVICE, "--yes").exit()).isEqualTo(5);
    }

    @Test
    void aPlanThatTheServerRefusesIsRefusedHere() {
        desk.server.on(
                ROLLBACKS,
                409,
                Json.write(ProblemDetails.of(Problem.of(Code.PLAN_BLOCKED, "Blocked."))));

        assertThat(desk.run("rollback", SERVICE, "--yes").exit()).isEqualTo(5);
        assertThat(desk.run("rollback", SERVICE, "--yes").err()).contains("LG-1215");
    }

    @Test
    void onePartAloneIsRefusedWithItsReasons() {
        var problem =
                Problem.of(Code.INCOMPATIBLE, "Rollback of tumour-classifier to r1 was refused.")
                        .because(
                                "--only model would put model v1 on tumour-features@v2, but model v1 requires tumour-features [v1].",
                                "Replay of 285 recorded rows: accuracy 72.6 % instead of 96.8 %.")
                        .tryThis(
                                "lastgood rollback tumour-classifier --to r1         # moves both, verdict OK")
                        .inState("Traffic: 100 % r3.");
        desk.server.on(ROLLBACKS, 409, Json.write(ProblemDetails.of(problem)));

        Golden.assertSame(
                "screens/rollback-only-refused.txt",
                desk.run("rollback", SERVICE, "--only", "model", "--yes").picture());
    }

    @Test
    void onePartAloneGoesOutAsARollout() {
        desk.server.on(ROLLBACKS, Json.write(Canned.plan("OK", true, "goes out by steps")));

        Golden.assertSame(
                "screens/rollback-only.txt",
                desk.run("rollback", SERVICE, "--only", "config", "--yes").picture());
    }

    @Test
    void aPartThatIsNoneIsRefusedWithWhatWasMeant() {
        var result = desk.run("rollback", SERVICE, "--only", "modle", "--yes");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("did you mean 'model'?");
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void whatARestartWouldUndoIsInThePlanAsWell() {
        desk.server.on(
                ROLLBACKS,
                Json.write(Canned.plan("OK", false, "r1 is good").withUnrecorded(2, true)));

        var result = desk.run("rollback", SERVICE, "--dry-run");

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("2 changes are not written down yet; a restart would undo them");
    }

    @Test
    void nothingToDoIsDone() {
        desk.atTerminal("y");
        desk.server.on(ROLLBACKS, Json.write(Canned.nothing()));

        var result = desk.run("rollback", SERVICE);

        assertThat(result.exit()).isZero();
        assertThat(desk.asked).isEmpty();
        assertThat(result.out()).contains("already back on r1 since");
    }
}
