package lastgood.control.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body as it comes: each piece tells that its sender is still there, the end that it is our turn.
final class SentBytes extends FilterInputStream {
    private final long most;
    private final Runnable some;
    private final Runnable all;

    private long count;

    /// @param most bytes that are taken
    SentBytes(InputStream body, long most, Runnable some, Runnable all) {
        super(body);
        this.most = most;
        this.some = some;
        this.all = all;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read;
        try {
            read = in.read(into, from, length);
        } catch (IOException | RuntimeException e) {
            throw new CutOff(e);
        }
        count += Math.max(read, 0);
        if (count > most) {
            throw new TooMany();
        }
        (read < 0 ? all : some).run();
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
