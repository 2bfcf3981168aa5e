package lastgood.gateway.emergency;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lastgood.core.release.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Unix socket that takes one command a line and answers one line: `retreat SERVICE`, `status`. Whoever may open the
/// file may ask; nobody else can.
final class RetreatSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetreatSocket.class);
    private static final Actor BY = new Actor("socket");
    private static final int LONGEST_LINE = 200;
    private static final int MOST_AT_ONCE = 8;
    private static final long SECONDS = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Path file;
    private final ServerSocketChannel door;
    private final EmergencyDesk desk;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    private RetreatSocket(Path file, ServerSocketChannel door, EmergencyDesk desk) {
        this.file = file;
        this.door = door;
        this.desk = desk;
    }

    /// @param file in a folder that belongs to this process alone: what an earlier one left there is removed
    static RetreatSocket open(Path file, EmergencyDesk desk) throws IOException {
        Files.deleteIfExists(file);
        var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            door.close();
            throw e;
        }
        var socket = new RetreatSocket(file, door, desk);
        Thread.ofPlatform().daemon().name("gateway-socket").start(socket::listen);
        return socket;
    }

    @Override
    public void close() {
        try {
            door.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be closed: {}", file, e.toString());
        }
    }

    /// Threads of the system: those that virtual ones share may all be busy.
    private void listen() {
        boolean failed = false;
        while (door.isOpen()) {
            try {
                take(door.accept());
                failed = false;
            } catch (ClosedChannelException _) {
                return; // The gateway closes.
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                if (!failed) {
                    LOG.error("{} goes on after a failure", file, e);
                }
                failed = true;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /// Whoever finds no place, or no thread, is hung up on, and takes no place with him.
    private void take(SocketChannel caller) throws IOException {
        if (!room.tryAcquire()) {
            caller.close();
            return;
        }
        try {
            Thread.ofPlatform().daemon().name("gateway-caller").start(() -> serve(caller));
        } catch (RuntimeException | Error e) {
            room.release();
            caller.close();
            throw e;
        }
    }

    /// Nobody keeps a place for longer than he needs it.
    private void serve(SocketChannel caller) {
        try (caller) {
            var over =
                    CompletableFuture.runAsync(
                            () -> close(caller),
                            CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS));
            try {
                converse(caller);
            } finally {
                over.cancel(false);
            }
        } catch (IOException e) {
            LOG.debug("a caller of {} went away: {}", file, e.toString());
        } finally {
            room.release();
        }
    }

    private void converse(SocketChannel caller) throws IOException {
        try (var in = Channels.newInputStream(caller);
                var out = new BufferedWriter(Channels.newWriter(caller, StandardCharsets.UTF_8))) {
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                out.write(answer(line.strip()));
                out.write('\n');
                out.flush();
            }
        }
    }

    /// With its end; empty: nothing more comes.
    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0) {
            bytes.write(next);
            if (next == '\n') {
                break;
            }
            if (bytes.size() > LONGEST_LINE) {
                throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
            }
            next = in.read();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String answer(String line) {
        if (line.equals("status")) {
            return desk.status();
        }
        if (line.startsWith("retreat ")) {
            var said = desk.putBack(line.substring("retreat ".length()).strip(), BY);
            return (said.done() ? "done: " : "refused: ") + said.text();
        }
        return "refused: say 'retreat SERVICE' or 'status'";
    }

    private static void close(SocketChannel caller) {
        try {
            caller.close();
        } catch (IOException e) {
            LOG.debug("a caller could not be sent away: {}", e.toString());
        }
    }
}
