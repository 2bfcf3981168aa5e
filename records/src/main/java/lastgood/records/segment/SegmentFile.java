package lastgood.records.segment;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.IdentityHashMap;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.prediction.LoggedRelease;

/// A segment that is being written, by one thread. Its bytes are set aside when it is opened, so that a full disk is
/// noticed then, and so that making it durable does not have to change what the file system knows of it.
final class SegmentFile {
    private static final int BATCH = 256 << 10;
    private static final int MOST = 64 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 20).asReadOnlyBuffer();

    private final Path file;
    private final FileChannel channel;
    private final long limit;
    private final IdentityHashMap<LoggedRelease, Integer> releases = new IdentityHashMap<>();
    private ByteBuffer batch = ByteBuffer.allocate(BATCH);
    private long written;
    private boolean dirty;

    private SegmentFile(Path file, FileChannel channel, long limit) {
        this.file = file;
        this.channel = channel;
        this.limit = limit;
    }

    /// @param limit bytes that are set aside, and after which it is full
    static SegmentFile open(Path file, long limit, long nowMillis) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            for (long at = 0; at < limit; at += ZEROS.capacity()) {
                var zeros = ZEROS.duplicate().limit((int) Math.min(ZEROS.capacity(), limit - at));
                writeAll(channel, zeros, at);
            }
            var segment = new SegmentFile(file, channel, limit);
            segment.batch.put(Frames.head(nowMillis));
            return segment;
        } catch (IOException | RuntimeException e) {
            try (channel) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    Path file() {
        return file;
    }

    boolean isFull() {
        return written + batch.position() >= limit;
    }

    /// Takes a prediction in; it is in the file after the next [#flush].
    void add(LoggedPrediction said) throws IOException {
        if (batch.position() > BATCH) {
            flush();
        }
        var place = releases.get(said.release());
        if (place == null) {
            place = releases.size();
            frame(into -> RecordForm.write(said.release(), into));
            releases.put(said.release(), place);
        }
        int release = place;
        frame(into -> RecordForm.write(said, release, into));
    }

    void flush() throws IOException {
        if (batch.position() > 0) {
            batch.flip();
            writeAll(channel, batch, written);
            written += batch.limit();
            batch.clear();
            dirty = true;
        }
    }

    /// After this the power may go.
    void force() throws IOException {
        flush();
        if (dirty) {
            channel.force(false);
            dirty = false;
        }
    }

    /// Forgets what was set aside and not used.
    void close() throws IOException {
        try (channel) {
            flush();
            channel.truncate(written);
            channel.force(true);
        }
    }

    /// After something went wrong: what was not written never will be.
    void abandon() {
        try (channel) {
            channel.truncate(written);
        } catch (IOException _) {
            // The next start reads as much of it as there is.
        }
    }

    private interface Content {
        void write(ByteBuffer into);
    }

    private void frame(Content content) {
        int start = batch.position();
        while (true) {
            try {
                batch.position(start + Frames.FRAME);
                content.write(batch);
                Frames.seal(batch, start);
                return;
            } catch (BufferOverflowException | IllegalArgumentException e) {
                batch.position(start);
                if (batch.capacity() > MOST) {
                    throw new IllegalArgumentException("a record of more than " + MOST, e);
                }
                var larger = ByteBuffer.allocate(2 * batch.capacity());
                batch.flip();
                batch = larger.put(batch);
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes, long at)
            throws IOException {
        long place = at;
        while (bytes.hasRemaining()) {
            place += channel.write(bytes, place);
        }
    }
}
