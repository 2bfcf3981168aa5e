package lastgood.ledger.vetoes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import lastgood.ledger.files.Durable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that keeps a place on the disk while there still is one: on a disk that is full, what has to be written goes
/// into its block and takes over its entry.
///
/// A file system that never writes in place (btrfs, ZFS) may refuse all the same; then nothing is worse than without.
final class SpareRoom {
    private static final Logger LOG = LoggerFactory.getLogger(SpareRoom.class);
    private static final int BYTES = 4096;

    private final Path place;
    private final String mode;

    SpareRoom(Path place, String mode) {
        this.place = place;
        this.mode = mode;
    }

    /// Takes the room, unless it is there.
    void prepare() {
        try {
            if (!Files.exists(place) || Files.size(place) != BYTES) {
                var filled = new byte[BYTES];
                Arrays.fill(filled, (byte) '#'); // zeros may be stored as nothing
                Durable.write(place, filled, mode);
            }
        } catch (IOException e) {
            LOG.warn("No room is set aside for vetoes in {}: {}", place, e.toString());
        }
    }

    /// Puts `bytes` in the place of what the file holds. The room is used up then.
    void become(Path file, byte[] bytes) throws IOException {
        if (bytes.length > BYTES) {
            throw new IOException(bytes.length + " bytes do not fit in the room set aside");
        }
        try (var channel = FileChannel.open(place, StandardOpenOption.WRITE)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.truncate(bytes.length);
        }
        Durable.settle(place, file, mode);
    }
}
