package lastgood.records.parquet;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.LogPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All Parquet files there are.
public final class ParquetFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetFolder.class);

    private final Path folder;

    public ParquetFolder(Path folder) {
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    /// Oldest first. Files that nobody here made are not among them.
    public List<ParquetFile> files() throws IOException {
        return files(_ -> {});
    }

    /// @param others is given every file that is none of them
    private List<ParquetFile> files(Others others) throws IOException {
        var files = new ArrayList<ParquetFile>();
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes seen)
                                throws IOException {
                            var known = ParquetFile.of(folder, file, seen.size());
                            if (known.isPresent()) {
                                files.add(known.get());
                            } else {
                                others.take(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        }
        files.sort(Comparator.comparing(ParquetFile::segment).thenComparing(ParquetFile::path));
        return files;
    }

    private interface Others {
        void take(Path file) throws IOException;
    }

    /// Deletes what is older than its service wants to keep, and then the oldest until the rest is small enough; and
    /// files half made, so nobody may be making one meanwhile.
    ///
    /// @param policy of a service now
    /// @param span how long a segment may have been open
    /// @return what was deleted
    public List<ParquetFile> tidy(
            Function<ServiceName, LogPolicy> policy, Duration span, Instant now)
            throws IOException {
        var gone = new ArrayList<ParquetFile>();
        var ofService =
                files(ParquetFolder::deleteHalf).stream()
                        .collect(Collectors.groupingBy(ParquetFile::service));
        for (var entry : ofService.entrySet()) {
            var kept = kept(policy.apply(entry.getKey()));
            long bytes = entry.getValue().stream().mapToLong(ParquetFile::bytes).sum();
            for (var file : entry.getValue()) {
                boolean tooOld = file.opened().plus(span).plus(kept.keep()).isBefore(now);
                if (tooOld || bytes > kept.maxBytes()) {
                    delete(file);
                    bytes -= file.bytes();
                    gone.add(file);
                }
            }
        }
        return gone;
    }

    /// Who logs nothing any more still has what was logged for as long as usual.
    private static LogPolicy.On kept(LogPolicy policy) {
        return policy instanceof LogPolicy.On on ? on : (LogPolicy.On) LogPolicy.USUAL;
    }

    /// What a process that was killed had not finished.
    private static void deleteHalf(Path file) throws IOException {
        if (file.toString().endsWith(ParquetFile.HALF)) {
            Files.deleteIfExists(file);
        }
    }

    private static void delete(ParquetFile file) throws IOException {
        Files.deleteIfExists(file.path());
        LOG.debug("{} is deleted", file.path());
        var day = file.path().getParent();
        try {
            if (day != null) {
                Files.deleteIfExists(day);
            }
        } catch (java.nio.file.DirectoryNotEmptyException | NoSuchFileException _) {
            // It has other files.
        }
    }
}
