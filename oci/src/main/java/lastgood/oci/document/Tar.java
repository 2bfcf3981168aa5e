package lastgood.oci.document;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// One regular file of a tar archive as a stream. Nothing is unpacked: names of the archive are compared, never used.
///
/// After the file's last byte the rest of the archive is read as well, for only at its end it is known whether its bytes
/// were those that were promised.
final class Tar extends FilterInputStream {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;

    private long left;
    private long budget;

    private Tar(InputStream archive, long left, long budget) {
        super(archive);
        this.left = left;
        this.budget = budget;
    }

    /// The first file that has one of these names.
    ///
    /// @param names last pieces of paths
    /// @param most bytes of the whole archive, unpacked
    static InputStream file(InputStream archive, List<String> names, long most) throws IOException {
        long budget = most;
        var header = new byte[BLOCK];
        while (archive.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            if (!text(header, MAGIC, 5).equals("ustar")) {
                throw new IllegalArgumentException("its weights are no tar archive");
            }
            long size = size(header);
            budget -= size + BLOCK;
            if (size < 0 || budget < 0) {
                throw new IllegalArgumentException("its archive has over " + most + " bytes");
            }
            var path = text(header, 0, NAME);
            boolean regular = header[TYPE] == '0' || header[TYPE] == 0;
            if (regular && names.contains(path.substring(path.lastIndexOf('/') + 1))) {
                return new Tar(archive, size, budget);
            }
            archive.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        }
        throw new IllegalArgumentException(
                "its archive has no file that is called " + String.join(" or ", names));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (left == 0) {
            drain();
            return -1;
        }
        int n = super.read(into, from, (int) Math.min(left, length));
        if (n < 0) {
            throw new EOFException("the archive ends within its file");
        }
        left -= n;
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void drain() throws IOException {
        var rest = new byte[1 << 16];
        for (int n = super.read(rest, 0, rest.length);
                n >= 0;
                n = super.read(rest, 0, rest.length)) {
            budget -= n;
            if (budget < 0) {
                throw new IllegalArgumentException("its archive is larger than it may be");
            }
        }
    }

    /// Octal, as text.
    private static long size(byte[] header) {
        var text = text(header, SIZE, SIZE_LENGTH).strip();
        return text.matches("[0-7]{1,11}") ? Long.parseLong(text, 8) : -1;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(header, from, end), StandardCharsets.ISO_8859_1);
    }
}
