package lastgood.gateway.running.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lastgood.core.port.Blobs;
import lastgood.core.release.Blob;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;

/// The private working folder of one process: its model and its files, verified as they are written.
public final class Folder {
    private static final String PREFIX = "lastgood-program";
    private static final int LOOKS = 100;
    private static final int LOOK_MILLIS = 50;

    private final Path path;

    private Folder(Path path) {
        this.path = path;
    }

    static Folder of(Parts parts, Program program, Blobs blobs) throws IOException {
        var folder = new Folder(Files.createTempDirectory(PREFIX).toRealPath());
        try {
            for (var file : program.files()) {
                folder.write(file.path(), file.blob(), blobs);
            }
            folder.write(program.modelFile(), parts.model().graph(), blobs);
            return folder;
        } catch (IOException | RuntimeException e) {
            remove(folder.path);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void remove() {
        remove(path);
    }

    /// Removes a folder, also while somebody who is about to end removes or writes things in it.
    public static void remove(Path path) {
        var never = new CountDownLatch(1);
        for (int look = 0; look < LOOKS && Files.exists(path); look++) {
            try {
                if (!removed(path)) {
                    never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean removed(Path path) {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException _) {
            return false; // what is left lies in the temporary folder
        }
    }

    /// Its owner may run it: a program can be one file.
    private void write(String name, Blob blob, Blobs blobs) throws IOException {
        var file = path.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream bytes =
                blobs.open(blob.digest())
                        .orElseThrow(() -> new IOException(name + " is not stored"))) {
            Files.copy(bytes, file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
