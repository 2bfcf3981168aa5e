package lastgood.control.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body as it comes: it is its sender's turn while we wait for a piece, and ours in between.
final class SentBytes extends FilterInputStream {
    private final long most;
    private final Runnable theirs;
    private final Runnable ours;

    private long count;

    /// @param most bytes that are taken
    SentBytes(InputStream body, long most, Runnable theirs, Runnable ours) {
        super(body);
        this.most = most;
        this.theirs = theirs;
        this.ours = ours;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read;
        theirs.run();
        try {
            read = in.read(into, from, length);
        } catch (IOException | RuntimeException e) {
            throw new CutOff(e);
        } finally {
            ours.run();
        }
        count += Math.max(read, 0);
        if (count > most) {
            throw new TooMany();
        }
        return read;
    }

    /// The sender announced no length and did not come to an end.
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// The sender stopped in the middle: nobody's failure but his.
    static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1;

        CutOff(Exception cause) {
            super(cause);
        }
    }
}
