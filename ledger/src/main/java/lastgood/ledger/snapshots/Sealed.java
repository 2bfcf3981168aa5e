package lastgood.ledger.snapshots;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// One file's bytes: a head that every version of the format has, and what it is about.
///
/// ```
/// head   LGSTAYED | version 4 | generation 8 | length of the payload 4 | CRC32C of all the rest 4 | payload
/// ```
///
/// @param version of the payload's form
/// @param generation the higher one is the newer
/// @param text the payload, a byte a letter
record Sealed(int version, long generation, String text) {
    static final int HEAD = 28;
    private static final int SUM_AT = HEAD - Integer.BYTES;
    private static final byte[] MAGIC = "LGSTAYED".getBytes(StandardCharsets.US_ASCII);

    byte[] bytes() {
        var payload = text.getBytes(StandardCharsets.ISO_8859_1);
        var all = ByteBuffer.allocate(HEAD + payload.length);
        all.put(MAGIC).putInt(version).putLong(generation).putInt(payload.length).putInt(0);
        all.put(payload);
        return all.putInt(SUM_AT, sum(all.array())).array();
    }

    /// @throws IOException if these are not the bytes of one, whole and unaltered; its message says what is wrong
    static Sealed read(byte[] bytes) throws IOException {
        if (bytes.length < HEAD) {
            throw new IOException("it is cut off after " + bytes.length + " bytes");
        }
        var all = ByteBuffer.wrap(bytes);
        if (!all.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new IOException("it is no snapshot");
        }
        all.position(MAGIC.length);
        int version = all.getInt();
        long generation = all.getLong();
        int length = all.getInt();
        if (length != bytes.length - HEAD) {
            throw new IOException(
                    "it has " + (bytes.length - HEAD) + " bytes after its head, not " + length);
        }
        if (all.getInt() != sum(bytes)) {
            throw new IOException("its checksum is wrong: it was altered");
        }
        return new Sealed(
                version, generation, new String(bytes, HEAD, length, StandardCharsets.ISO_8859_1));
    }

    private static int sum(byte[] all) {
        var crc = new CRC32C();
        crc.update(all, 0, SUM_AT);
        crc.update(all, HEAD, all.length - HEAD);
        return (int) crc.getValue();
    }
}
