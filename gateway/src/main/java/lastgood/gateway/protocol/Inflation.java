package lastgood.gateway.protocol;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;

/// Makes a compressed body what it was. What comes out is paid for and counted while it comes, so a small body that
/// says something huge is refused at the limit.
final class Inflation implements AutoCloseable {
    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST = 4 << 10;
    private static final int HEAD = 10;
    private static final int TRAILER = 8;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEAD_CHECK = 2;

    /// More comes out than a body may be.
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1;

        private TooLargeException() {
            super("larger than a body may be", null, false, false);
        }
    }

    private final byte[] packed;
    private final int most;
    private final Loan loan;
    private final Inflater inflater;

    /// Where the first byte too many would go.
    private final byte[] beyond = new byte[1];

    private int at;
    private byte[] plain = NOTHING;
    private int size;

    private Inflation(byte[] packed, Coding coding, int most, Loan loan) {
        this.packed = packed;
        this.most = most;
        this.loan = loan;
        inflater = new Inflater(coding == Coding.GZIP);
    }

    /// @param most bytes that may come out
    /// @param loan pays for them; they are still to be given back
    static byte[] of(byte[] packed, Coding coding, int most, Loan loan)
            throws BadData, TooLargeException {
        try (var inflation = new Inflation(packed, coding, most, loan)) {
            switch (coding) {
                case GZIP -> inflation.members();
                case DEFLATE -> inflation.whole();
            }
            return inflation.fitted();
        } catch (DataFormatException _) {
            throw new BadData("the body is no valid " + coding);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void whole() throws DataFormatException, BadData, TooLargeException {
        inflate();
        must(at == packed.length, "something follows what was compressed");
    }

    /// A file of gzip is one member or more.
    private void members() throws DataFormatException, BadData, TooLargeException {
        do {
            head();
            int from = size;
            inflater.reset();
            inflate();
            trailer(from);
        } while (at < packed.length);
    }

    private void inflate() throws DataFormatException, BadData, TooLargeException {
        inflater.setInput(packed, at, packed.length - at);
        while (!inflater.finished()) {
            if (size == plain.length && size < most) {
                become(Math.clamp(2L * size, Math.min(FIRST, most), most));
            }
            boolean full = size == plain.length;
            int more =
                    full
                            ? inflater.inflate(beyond)
                            : inflater.inflate(plain, size, plain.length - size);
            if (full && more > 0) {
                throw new TooLargeException();
            }
            size += more;
            must(
                    more > 0 || inflater.finished() || !starves(),
                    "the body ends before what was compressed");
        }
        at = packed.length - inflater.getRemaining();
    }

    private boolean starves() {
        return inflater.needsInput() || inflater.needsDictionary();
    }

    private byte[] fitted() {
        if (size < plain.length) {
            become(size);
        }
        return plain;
    }

    /// While it is copied, both arrays are there.
    private void become(int length) {
        loan.take(length);
        int before = plain.length;
        plain = Arrays.copyOf(plain, length);
        loan.giveBack(before);
    }

    /// Magic, method, flags, and what they say is there beside: nobody reads it, but what checks it has to be right.
    private void head() throws BadData {
        int from = at;
        must(
                packed.length - at >= HEAD
                        && u8(at) == 0x1f
                        && u8(at + 1) == 0x8b
                        && u8(at + 2) == 8,
                "the body is no valid gzip");
        int flags = u8(at + 3);
        must((flags & 0xe0) == 0, "the body is no valid gzip");
        at += HEAD;
        if ((flags & EXTRA) != 0) {
            skip(2);
            skip(u8(at - 2) | u8(at - 1) << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEAD_CHECK) != 0) {
            var crc = new CRC32();
            crc.update(packed, from, at - from);
            skip(2);
            must(
                    (crc.getValue() & 0xffff) == (u8(at - 2) | u8(at - 1) << 8),
                    "the body is no valid gzip");
        }
    }

    private void trailer(int from) throws BadData {
        skip(TRAILER);
        var crc = new CRC32();
        crc.update(plain, from, size - from);
        must(
                u32(at - 8) == crc.getValue() && u32(at - 4) == size - from,
                "the body is damaged: its checksum is another one");
    }

    private void skipText() throws BadData {
        do {
            skip(1);
        } while (u8(at - 1) != 0);
    }

    private void skip(int bytes) throws BadData {
        must(packed.length - at >= bytes, "the body ends before what was compressed");
        at += bytes;
    }

    private int u8(int index) {
        return packed[index] & 0xff;
    }

    private long u32(int index) {
        return u8(index) | u8(index + 1) << 8 | u8(index + 2) << 16 | (long) u8(index + 3) << 24;
    }

    private static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }
}
