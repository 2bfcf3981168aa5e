package lastgood.records.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of segments: `*.open` is being written, `*.segment` is closed and waits to become Parquet. Names sort by
/// age.
public final class Segments {
    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    private static final Random RANDOM = new Random();
    private static final String OPEN = ".open";
    private static final String CLOSED = ".segment";

    private final Path folder;

    public Segments(Path folder) {
        this.folder = folder;
    }

    /// Closed ones, oldest first.
    public List<Path> closed() throws IOException {
        return named(CLOSED);
    }

    /// Those that are being written.
    public List<Path> open() throws IOException {
        return named(OPEN);
    }

    /// Where an open one lies once it is closed.
    public static Path closed(Path open) {
        return open.resolveSibling(name(open) + CLOSED);
    }

    public static String name(Path segment) {
        var name = String.valueOf(segment.getFileName());
        return name.substring(0, name.indexOf('.'));
    }

    /// Closes what an earlier process left open, up to where it is whole. Nothing that is found there is a reason not to
    /// start.
    public void recover() {
        try {
            for (var file : open()) {
                recover(file);
            }
        } catch (IOException e) {
            LOG.warn(
                    "the prediction log's segments in {} cannot be looked at: {}",
                    folder,
                    e.toString());
        }
    }

    private void recover(Path file) {
        try {
            var found = SegmentReader.read(file, _ -> {});
            found.why()
                    .ifPresent(why ->
                            LOG.warn(
                                    "{} was cut off: {} predictions are there, {} bytes after them are lost: {}",
                                    file,
                                    found.predictions(),
                                    found.torn(),
                                    why));
            if (found.predictions() == 0 && found.torn() == 0) {
                Files.delete(file);
                return;
            }
            if (found.predictions() > 0) {
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(found.good());
                    channel.force(true);
                }
            }
            close(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be read, and stays as it is: {}", file, e.toString());
        }
    }

    /// A new one.
    SegmentFile create(long limit, long nowMillis) throws IOException {
        Files.createDirectories(folder);
        // Not by the clock alone: one that was set back must not write over what there is.
        var name = String.format(Locale.ROOT, "%013d-%08x", nowMillis, RANDOM.nextInt());
        return SegmentFile.open(folder.resolve(name + OPEN), limit, nowMillis);
    }

    /// From now on it waits to become Parquet.
    void close(Path open) throws IOException {
        Files.move(open, folder.resolve(name(open) + CLOSED), StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    private List<Path> named(String end) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(end)).sorted().toList();
        }
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
