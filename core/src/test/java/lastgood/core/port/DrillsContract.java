package lastgood.core.port;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.drill.Drill;
import lastgood.core.drill.Step;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

/// What every keeper of drills promises.
public abstract class DrillsContract {
    /// The drills of this test; asked again, they are opened again over what is stored.
    protected abstract Drills open() throws Exception;

    /// Alters one byte of the evidence of a drill, past the keeper.
    protected abstract void damageEvidence(int number) throws Exception;

    @Test
    void drillsAreNumberedFromOneInTheOrderInWhichTheyAreKept() throws Exception {
        var drills = open();
        assertThat(drills.keep(draft(TUMOUR), DrillsContract::story).number()).isEqualTo(1);
        assertThat(drills.keep(draft(WINE), DrillsContract::story).number()).isEqualTo(2);
        assertThat(open().keep(draft(TUMOUR), DrillsContract::story).id()).isEqualTo("D-3");
        assertThat(open().list()).extracting(Drill::number).containsExactly(3, 2, 1);
    }

    @Test
    void aDrillIsFoundWithAllThatWasSaidAndTheDigestOfItsEvidence() throws Exception {
        var kept = open().keep(draft(TUMOUR), DrillsContract::story);

        assertThat(kept)
                .isEqualTo(
                        draft(TUMOUR).kept(1).provenBy(Digest.of(Samples.bytes("story of D-1"))));
        assertThat(open().find(1)).hasValue(kept);
        assertThat(open().find(2)).isEmpty();
    }

    @Test
    void theEvidenceIsMadeOfTheNumberedDrillAndKeptByteForByte() throws Exception {
        open().keep(draft(TUMOUR), DrillsContract::story);
        open().keep(draft(WINE), DrillsContract::story);

        assertThat(open().evidence(2)).hasValue(Samples.bytes("story of D-2"));
        assertThat(open().evidence(7)).isEmpty();
    }

    @Test
    void evidenceThatWasAlteredIsNeverHandedOut() throws Exception {
        open().keep(draft(TUMOUR), DrillsContract::story);
        damageEvidence(1);

        assertThatThrownBy(() -> open().evidence(1)).isInstanceOf(Blobs.DamagedException.class);
    }

    @Test
    void whereTheEvidenceCannotBeMadeThereIsNoDrill() throws Exception {
        var drills = open();

        assertThatThrownBy(() ->
                        drills.keep(
                                draft(TUMOUR),
                                _ -> {
                                    throw new IllegalStateException("no words for it");
                                }))
                .hasMessage("no words for it");
        assertThat(open().list()).isEmpty();
        assertThat(open().keep(draft(TUMOUR), DrillsContract::story).number()).isEqualTo(1);
    }

    protected static byte[] story(Drill drill) {
        return Samples.bytes("story of " + drill.id());
    }

    protected static Drill draft(ServiceName service) {
        return new Drill(
                0,
                service,
                releaseId(1),
                Drill.Mode.RESTORE,
                new Actor("cli:alice"),
                NOON,
                Duration.ofMillis(310),
                List.of(
                        Step.passed(Step.Task.FETCH, Duration.ofNanos(2_100_000), "5 files"),
                        Step.failed(
                                Step.Task.LOAD,
                                Optional.of(Duration.ofMillis(250)),
                                "it does not load"),
                        Step.skipped(Step.Task.GOLDEN, "it was not loaded")),
                Optional.empty());
    }
}
