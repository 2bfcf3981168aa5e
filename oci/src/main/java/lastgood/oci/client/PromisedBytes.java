package lastgood.oci.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import lastgood.core.release.Digest;

/// Bytes of which length and digest are known beforehand. The stream ends only if they were right; it breaks with the
/// first byte too many.
final class PromisedBytes extends FilterInputStream {
    private final MessageDigest hash = Digest.sha256();
    private final String what;
    private final Digest digest;
    private final long size;
    private long read;

    PromisedBytes(InputStream bytes, String what, Digest digest, long size) {
        super(bytes);
        this.what = what;
        this.digest = digest;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        if (n < 0) {
            check();
            return n;
        }
        hash.update(into, from, n);
        read += n;
        if (read > size) {
            throw Trouble.lies(
                    "The registry sent more bytes than it promised.",
                    what + " should have " + size + " bytes; there came more");
        }
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

    private void check() throws Trouble {
        if (read < size) {
            throw Trouble.lies(
                    "The registry sent fewer bytes than it promised.",
                    what + " should have " + size + " bytes; there came " + read);
        }
        var found = Digest.of((MessageDigest) clone(hash));
        if (!found.equals(digest)) {
            throw Trouble.lies(
                    "The registry sent other bytes than it promised.",
                    what + " should be " + digest,
                    "received " + found);
        }
    }

    /// So that the end can be read twice.
    private static Object clone(MessageDigest hash) {
        try {
            return hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java can clone a SHA-256", e);
        }
    }
}
