package lastgood.core.port;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.port.Snapshots.Snapshot;
import lastgood.core.rollout.Stay;
import lastgood.core.rollout.WayBack;
import org.junit.jupiter.api.Test;

/// What every memory of what is served promises.
public abstract class SnapshotsContract {
    /// The memory of this test; asked again, it is opened again over what is stored.
    protected abstract Snapshots open() throws Exception;

    protected static Snapshot snapshot(long epoch) {
        var live = Samples.release(TUMOUR, 2, Samples.blob("model 2"), releaseId(2).digest());
        var stays =
                List.of(
                        new Stay(
                                TUMOUR,
                                epoch,
                                live.id(),
                                Optional.empty(),
                                Optional.of(new WayBack.To(releaseId(1)))),
                        new Stay(WINE, 1, releaseId(1), Optional.empty(), Optional.empty()));
        return new Snapshot(
                NOON,
                stays,
                List.of(new Snapshots.Ready(live, Samples.settings(), true)),
                List.of());
    }

    @Test
    void atFirstThereIsNoneAndNothingIsWrong() throws Exception {
        assertThat(open().newest()).isEqualTo(new Snapshots.Found(Optional.empty(), List.of()));
    }

    @Test
    void theNewestOutlivesItsGateway() throws Exception {
        for (int epoch = 1; epoch <= 5; epoch++) {
            open().write(snapshot(epoch));
            assertThat(open().newest().snapshot()).contains(snapshot(epoch));
        }
    }

    @Test
    void whoWritesManyInARowFindsTheLast() throws Exception {
        var snapshots = open();
        for (int epoch = 1; epoch <= 4; epoch++) {
            snapshots.write(snapshot(epoch));
        }
        assertThat(snapshots.newest().snapshot()).contains(snapshot(4));
        assertThat(open().newest().snapshot()).contains(snapshot(4));
    }

    @Test
    void aReleaseIsFoundByItsServiceAndItsName() throws Exception {
        open().write(snapshot(1));
        var found = open().newest().snapshot().orElseThrow();
        assertThat(found.find(TUMOUR, releaseId(2))).contains(snapshot(1).releases().getFirst());
        assertThat(found.find(WINE, releaseId(2))).isEmpty();
        assertThat(found.find(TUMOUR, releaseId(1))).isEmpty();
    }
}
