package lastgood.control.rollout;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import lastgood.control.errand.QueuedErrands;
import lastgood.core.port.MemoryJournal;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.Probe.Seen;
import lastgood.core.port.Samples;
import lastgood.core.port.ScriptedProbe;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Golden probes of r1, which is live under epoch 1 and bakes.
class VerificationTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final QueuedErrands errands = new QueuedErrands();
    private final MemoryReleases releases = new MemoryReleases();
    private final ScriptedProbe probe =
            new ScriptedProbe(_ -> new Seen.NotAsked("the prediction port is not open yet"));
    private final ServiceLoop loop = new ServiceLoop(TUMOUR, new MemoryJournal(), new NoHands());
    private ReleaseId r1 = Samples.releaseId(1);

    @BeforeEach
    void r1Bakes() throws IOException {
        releases.store(new ByteArrayInputStream(Samples.bytes("model")));
        var model = Samples.blob("model");
        var release = Samples.release(TUMOUR, 1, model, releases.seal(Samples.manifest(model)));
        releases.remember(release);
        r1 = release.id();
        loop.handle(new Event.Created(NOON, ALICE, r1.digest()));
        loop.handle(new Event.Started(NOON, ALICE, r1, Samples.terms()));
        new Verification(
                        loop, 1, r1, releases, Binders.identity(releases), probe, now::get, errands)
                .look();
    }

    @Test
    void aPortThatIsNotOpenYetSaysNothingAgainstTheRelease() {
        looksFor(60);

        assertThat(loop.state().phase()).isInstanceOf(Phase.Baking.class);
    }

    @Test
    void itsTimeBeginsWhenItCanBeAsked() {
        looksFor(60);
        probe.otherwise(_ -> new Seen.Otherwise("another answer"));

        looksFor(9);
        assertThat(loop.state().phase()).isInstanceOf(Phase.Baking.class);

        looksFor(2);
        assertThat(loop.state().phase()).isInstanceOf(Phase.Stuck.Cornered.class);
    }

    private void looksFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now.set(now.get().plusSeconds(1));
            errands.runAll();
        }
    }
}
