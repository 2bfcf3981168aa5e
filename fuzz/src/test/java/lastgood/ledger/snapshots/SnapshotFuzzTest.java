package lastgood.ledger.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lastgood.core.port.Snapshots.Snapshot;

/// Files of what a gateway serves: as they lie there, and texts under sums that are right. An input that begins with 1 is such
/// a text.
class SnapshotFuzzTest {
    private static final byte TEXT = '1';

    private final SnapshotForm form = new SnapshotForm();

    @FuzzTest
    void aSnapshotIsRefusedOrReadAsItIsWrittenAgain(byte[] input) {
        var read = read(input.length > 0 && input[0] == TEXT ? sealed(input) : input);
        if (read.isPresent()) {
            var again = form.write(read.get(), 7);
            assertThat(read(again)).isEqualTo(read);
            again[again.length / 2] ^= 1;
            assertThat(read(again)).isEmpty();
        }
    }

    /// Nothing but its refusal is thrown.
    private Optional<Snapshot> read(byte[] file) {
        try {
            return Optional.of(form.read(Sealed.read(file)));
        } catch (IOException e) {
            assertThat(e.getMessage()).startsWith("it");
            return Optional.empty();
        }
    }

    private static byte[] sealed(byte[] input) {
        var text = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
        return new Sealed(SnapshotForm.VERSION, 1, text).bytes();
    }
}
