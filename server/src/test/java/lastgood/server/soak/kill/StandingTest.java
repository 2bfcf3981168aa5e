package lastgood.server.soak.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StandingTest {
    private static final Standing QUIET = new Standing(false, false, Set.of());
    private static final Standing TRYING = new Standing(true, false, Set.of());

    @Test
    void aRollbackHoldsWhatAStopDoesNot() {
        assertThat(TRYING.after(Deed.ROLLBACK, ""))
                .isEqualTo(new Standing(false, false, Set.of("r2")));
        assertThat(TRYING.after(Deed.STOP, "")).isEqualTo(QUIET);
    }

    @Test
    void aHoldIsTakenOffByName() {
        var held = QUIET.after(Deed.HOLD, "r3").after(Deed.ROLLBACK, "");

        assertThat(held.held()).containsExactlyInAnyOrder("r2", "r3");
        assertThat(held.after(Deed.UNHOLD, "r3").held()).containsExactly("r2");
    }

    @Test
    void aRestartPausesWhatWasTriedAndNothingElse() {
        assertThat(TRYING.afterRestart()).isEqualTo(TRYING.after(Deed.PAUSE, ""));
        assertThat(QUIET.afterRestart()).isEqualTo(QUIET);
    }

    @Test
    void aStopThatIsCutOffMayLeaveTheCandidateHeldAndNothingElseMay() {
        assertThat(TRYING.ends(Deed.STOP, ""))
                .containsExactly(QUIET, QUIET.after(Deed.ROLLBACK, ""));
        assertThat(TRYING.ends(Deed.PAUSE, "")).containsExactly(TRYING.after(Deed.PAUSE, ""));
    }

    @Test
    void itIsReadFromAStatus() {
        var status =
                """
                {"state":"paused","candidate":"r2","held":[{"release":"r3","at":"…","by":"soak","reason":"soak"}]}
                """;
        assertThat(Standing.of(new JsonMapper().readTree(status)))
                .isEqualTo(new Standing(true, true, Set.of("r3")));
        assertThat(
                        Standing.of(
                                new JsonMapper()
                                        .readTree(
                                                "{\"state\":\"steady\",\"candidate\":null,\"held\":[]}")))
                .isEqualTo(QUIET);
    }
}
