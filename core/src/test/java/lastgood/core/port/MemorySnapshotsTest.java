package lastgood.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemorySnapshotsTest extends SnapshotsContract {
    private final MemorySnapshots snapshots = new MemorySnapshots();

    @Override
    protected Snapshots open() {
        return snapshots;
    }

    @Test
    void theirDiskRefusesWhenToldTo() throws IOException {
        snapshots.write(snapshot(1));
        snapshots.refusing(true);
        assertThatThrownBy(() -> snapshots.write(snapshot(2))).isInstanceOf(IOException.class);
        assertThat(snapshots.newest().snapshot()).contains(snapshot(1));
        assertThat(snapshots.attempts()).isEqualTo(2);
    }
}
