package lastgood.cli.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import lastgood.wire.Json;
import lastgood.wire.request.SubmissionRequest;
import lastgood.wire.view.CreatedView;

/// The digests of a release, beside its source: hand-written YAML stays short, and version control still pins bytes.
final class LockFile {
    private LockFile() {}

    /// `release.lock.yaml` beside `release.yaml`, `r1.release.lock.yaml` beside `r1.release.yaml`.
    static Path beside(Path source) {
        var name = source.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return source.resolveSibling(name + ".lock.yaml");
    }

    /// Whoever reads the file while it is written, or after a crash, sees the old one or the new one, whole.
    static void write(Path lock, SubmissionRequest submission, CreatedView created)
            throws IOException {
        var temporary = lock.resolveSibling(lock.getFileName() + ".tmp");
        try (var file =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text(submission, created).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(
                temporary,
                lock,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(lock.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /// A JSON text is a YAML text, so quoting is safe whatever a name contains.
    private static String text(SubmissionRequest submission, CreatedView created) {
        var text = new StringBuilder();
        text.append(
                        "# Written by lastgood release create; not to be edited. It pins the bytes that ")
                .append(Json.write(fileName(submission.path())))
                .append(" stands for.\n")
                .append("service: ")
                .append(Json.write(created.service()))
                .append("\nrelease: ")
                .append(Json.write(created.release()))
                .append("\ndigest: ")
                .append(Json.write(created.digest()))
                .append("\nparts:\n");
        for (var part : created.parts()) {
            text.append("  ")
                    .append(part.part())
                    .append(": {what: ")
                    .append(Json.write(part.what()));
            part.digest().ifPresent(d -> text.append(", digest: ").append(Json.write(d)));
            text.append("}\n");
        }
        text.append("files:\n");
        submission
                .files()
                .forEach((path, digest) ->
                        text.append("  ")
                                .append(Json.write(path))
                                .append(": ")
                                .append(Json.write(digest))
                                .append('\n'));
        return text.toString();
    }

    /// The same from wherever one made it.
    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
