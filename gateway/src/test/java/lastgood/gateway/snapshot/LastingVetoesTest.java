package lastgood.gateway.snapshot;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import lastgood.core.port.MemoryVetoes;
import lastgood.core.port.Vetoes;
import lastgood.core.port.VetoesContract;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;

/// A veto outlasts every snapshot that would serve what it forbids.
class LastingVetoesTest extends VetoesContract {
    private static final Route.Veto VETO = new Route.Veto(1, releaseId(2).digest());

    private final MemoryVetoes disk = new MemoryVetoes();
    private final AtomicBoolean kept = new AtomicBoolean(true);
    private final LastingVetoes vetoes = new LastingVetoes(disk, kept::get);

    @Override
    protected Vetoes open() {
        return vetoes;
    }

    @Test
    void whileNoSnapshotIsWrittenItStaysOnTheDiskAndIsInForceNoMore() {
        vetoes.add(TUMOUR, VETO);
        kept.set(false);

        vetoes.remove(TUMOUR, VETO);
        vetoes.takeOff();

        assertThat(vetoes.of(TUMOUR)).isEmpty();
        assertThat(disk.of(TUMOUR)).containsExactly(VETO);
        kept.set(true);
        vetoes.takeOff();
        assertThat(disk.of(TUMOUR)).isEmpty();
    }

    @Test
    void whatIsVetoedAgainMeanwhileStays() {
        vetoes.add(TUMOUR, VETO);
        kept.set(false);
        vetoes.remove(TUMOUR, VETO);

        vetoes.add(TUMOUR, VETO);

        kept.set(true);
        vetoes.takeOff();
        assertThat(vetoes.of(TUMOUR)).containsExactly(VETO);
        assertThat(disk.of(TUMOUR)).containsExactly(VETO);
    }

    @Test
    void whatIsTakenOffWhileASnapshotIsWrittenWaitsForTheNext() {
        vetoes.add(TUMOUR, VETO);
        var other = new Route.Veto(2, releaseId(3).digest());
        vetoes.add(TUMOUR, other);
        var whileWriting = new AtomicBoolean();
        var slow = new LastingVetoes[] {null};
        slow[0] =
                new LastingVetoes(
                        disk,
                        () -> {
                            boolean first = whileWriting.compareAndSet(false, true);
                            if (first) {
                                slow[0].remove(TUMOUR, other);
                                assertThat(disk.of(TUMOUR)).contains(VETO);
                            }
                            return first;
                        });

        slow[0].remove(TUMOUR, VETO);
        assertThat(disk.of(TUMOUR)).as("nobody waits").contains(VETO, other);
        slow[0].takeOff();

        assertThat(disk.of(TUMOUR)).containsExactly(other);
    }
}
