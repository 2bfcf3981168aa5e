package lastgood.oci.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/// A file on its way to a registry, begun anew as often as it is asked for; whatever was opened for that is closed.
final class Sending implements AutoCloseable {
    private final Repository.Source source;
    private final Clock clock;
    private final List<InputStream> opened = new ArrayList<>();

    Sending(Repository.Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    BodyPublisher body(long size) throws IOException {
        if (size == 0) {
            return BodyPublishers.noBody();
        }
        var bytes = new Moving(source.open());
        opened.add(bytes);
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), size);
    }

    @Override
    public void close() throws IOException {
        for (var bytes : opened) {
            bytes.close();
        }
    }

    /// Each byte that is taken shows that the registry goes on reading.
    private final class Moving extends FilterInputStream {
        Moving(InputStream bytes) {
            super(bytes);
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
}
