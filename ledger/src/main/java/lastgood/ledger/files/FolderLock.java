package lastgood.ledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to a folder: one process has it until it closes this or ends, however it ends.
public final class FolderLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);
    private static final String NAME = "lock";

    /// The system gives a process's lock back when *any* channel to the file is closed, so a second opener in the same
    /// process must be turned away before it opens one.
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private boolean closed;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// @throws TakenException if somebody has it
    public static FolderLock take(Path folder) throws IOException {
        var real = folder.toRealPath();
        if (!TAKEN.add(real)) {
            throw new TakenException(folder, Optional.of(ProcessHandle.current().pid()));
        }
        try {
            return new FolderLock(real, locked(real));
        } catch (IOException | RuntimeException e) {
            TAKEN.remove(real);
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            try (channel) {
                channel.truncate(0);
            } finally {
                TAKEN.remove(folder);
            }
        }
    }

    @SuppressWarnings("resource") // The lock lasts as long as its channel, and that stays open.
    private static FileChannel locked(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
            if (lock.isEmpty()) {
                throw new TakenException(folder, holder(file));
            }
            sign(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// On a full disk it goes unsaid who has it; it is taken all the same.
    private static void sign(FileChannel channel) {
        var pid = Long.toString(ProcessHandle.current().pid());
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            LOG.warn("the lock of a folder cannot be signed: {}", e.toString());
        }
    }

    private static Optional<Long> holder(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// The folder belongs to another.
    public static final class TakenException extends IOException {
        private static final long serialVersionUID = 1;

        TakenException(Path folder, Optional<Long> holder) {
            super(
                    folder
                            + " is in use"
                            + holder.map(pid -> " by process " + pid).orElse(" by another process")
                            + ": stop that one first, or choose another folder");
        }
    }
}
