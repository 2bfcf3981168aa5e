package lastgood.gateway.running.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.stack.Requires;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.Programs;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A release that a program serves is tried with its program, which ends with the trial.
class ServedTrialTest {
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Programs programs = new Programs(blobs);
    private final ForkedWorkbench workbench = new ForkedWorkbench(blobs, WorkbenchLimits.DEFAULT);

    @AfterEach
    void nothingIsLeft() {
        Patience.until("every process ends", () -> programs.marked().findAny().isEmpty());
    }

    @Test
    void goldenRowsAreAnsweredByTheProgram() {
        var trial = done(tryOut(programs.parts(2, "double"), "{\"inputs\":{\"X\":[1,2]}}"));

        assertThat(trial.rows()).isEqualTo(1);
        assertThat(new String(trial.golden().orElseThrow(), StandardCharsets.UTF_8))
                .contains("[[2.0,4.0]]");
    }

    @Test
    void aGoldenRowThatGetsAnotherAnswerIsRefused() {
        var problem =
                refused(
                        tryOut(
                                programs.parts(3, "double"),
                                "{\"inputs\":{\"X\":[1,2]},\"outputs\":{\"Y\":[2,4]}}"));

        assertThat(problem.what()).contains("golden row 1");
    }

    @Test
    void withoutGoldenRowsSomeAreDrawn() {
        var trial = done(tryOut(programs.parts(2, "double"), ""));

        assertThat(trial.rows()).isEqualTo(8);
        assertThat(trial.warnings()).isEmpty();
    }

    @Test
    void aProgramThatEndsIsRefusedWithItsLastWords() {
        var problem = refused(tryOut(programs.parts(2, "ends"), ""));

        assertThat(problem.why()).anyMatch(why -> why.contains("there is no such weight"));
    }

    @Test
    void aProgramThatHangsIsGivenUpWithItsTrial() {
        var impatient =
                new ForkedWorkbench(
                        blobs,
                        new WorkbenchLimits(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(4),
                                4L << 30,
                                1));

        var problem =
                refused(
                        tryOut(
                                impatient,
                                programs.parts(2, "hang", Duration.ofSeconds(10)),
                                "{\"inputs\":{\"X\":[1,2]}}"));

        assertThat(problem.what()).contains("did not come to an end within 14.0 s");
    }

    private Outcome<Workbench.Trial> tryOut(Parts parts, String golden) {
        return tryOut(workbench, parts, golden);
    }

    private Outcome<Workbench.Trial> tryOut(ForkedWorkbench on, Parts parts, String golden) {
        var rows =
                Optional.of(golden)
                        .filter(g -> !g.isEmpty())
                        .map(g -> blobs.put("golden.ndjson", g.getBytes(StandardCharsets.UTF_8)));
        var evidence =
                new OfflineEvidence(
                        Optional.empty(),
                        new TreeMap<>(),
                        rows,
                        false,
                        Optional.empty(),
                        List.of());
        return on.tryOut(new Manifest(parts, Requires.NOTHING), evidence, false, 1);
    }

    private static Workbench.Trial done(Outcome<Workbench.Trial> outcome) {
        return switch (outcome) {
            case Outcome.Done<Workbench.Trial>(var trial) -> trial;
            case Outcome.Refused<Workbench.Trial>(var problem) -> throw new AssertionError(problem);
        };
    }

    private static Problem refused(Outcome<Workbench.Trial> outcome) {
        return switch (outcome) {
            case Outcome.Done<Workbench.Trial>(var trial) -> throw new AssertionError(trial);
            case Outcome.Refused<Workbench.Trial>(var problem) -> problem;
        };
    }
}
