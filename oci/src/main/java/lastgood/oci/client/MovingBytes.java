package lastgood.oci.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes on their way to a registry: each that is taken shows that the registry goes on reading.
final class MovingBytes extends FilterInputStream {
    private final Clock clock;

    MovingBytes(InputStream bytes, Clock clock) {
        super(bytes);
        this.clock = clock;
    }

    @Override
    public int read() throws IOException {
        clock.moved();
        return super.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        clock.moved();
        return super.read(into, from, length);
    }
}
