package lastgood.ledger.releases;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import lastgood.core.port.Blobs;
import lastgood.core.release.Digest;

/// Stored bytes on their way out: where they do not have their digest, the stream breaks instead of ending.
final class CheckedStream extends FilterInputStream {
    private final MessageDigest hash = Digest.sha256();
    private final Digest digest;
    private boolean checked;

    CheckedStream(InputStream bytes, Digest digest) {
        super(bytes);
        this.digest = digest;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        if (n > 0) {
            hash.update(into, from, n);
        } else if (n < 0 && !checked) {
            checked = true;
            if (!Digest.of(hash).equals(digest)) {
                throw new Blobs.DamagedException(digest);
            }
        }
        return n;
    }

    /// Bytes that nobody reads count as well.
    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
