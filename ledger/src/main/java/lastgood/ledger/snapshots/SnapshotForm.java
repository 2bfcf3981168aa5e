package lastgood.ledger.snapshots;

import java.io.IOException;
import lastgood.core.port.Snapshots.Snapshot;
import lastgood.ledger.codec.Codec;

/// A snapshot as the bytes of a file, and back.
final class SnapshotForm {
    static final int VERSION = 1;

    private final Codec codec = new Codec();

    byte[] write(Snapshot snapshot, long generation) {
        return new Sealed(VERSION, generation, codec.write(Snapshot.class, snapshot)).bytes();
    }

    /// @throws IOException if it is not what [#write] writes; its message says what is wrong
    Snapshot read(Sealed sealed) throws IOException {
        if (sealed.version() != VERSION) {
            throw new IOException(
                    "it is written in form "
                            + sealed.version()
                            + (sealed.version() > VERSION ? " by a newer lastgood" : "")
                            + "; this one reads form "
                            + VERSION);
        }
        try {
            return codec.read(Snapshot.class, sealed.text());
        } catch (RuntimeException e) {
            throw new IOException("it cannot be understood: " + e.getMessage(), e);
        }
    }
}
