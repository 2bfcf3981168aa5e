package lastgood.records.duck;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.release.ServiceName;
import lastgood.records.parquet.ParquetFile;
import lastgood.records.segment.SegmentReader;
import lastgood.records.segment.Segments;
import org.duckdb.DuckDBConnection;

/// Makes Parquet files of a segment: one for each service and day in it. Doing it again makes the same files again.
final class Conversion {
    private final DuckDBConnection connection;
    private final Path folder;

    private record Group(ServiceName service, LocalDate day) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int order = service.text().compareTo(other.service.text());
            return order != 0 ? order : day.compareTo(other.day);
        }
    }

    /// @param folder below which the files come to lie
    Conversion(DuckDBConnection connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /// @param wanted which of its predictions
    /// @param torn told what could not be read
    /// @return the files, in their places for good
    List<Path> of(Path segment, Optional<ServiceName> wanted, Consumer<String> torn)
            throws IOException, SQLException {
        var groups = new TreeMap<Group, List<LoggedPrediction>>();
        var found =
                SegmentReader.read(
                        there(segment),
                        said -> {
                            var service = said.release().service();
                            if (wanted.isEmpty() || wanted.get().equals(service)) {
                                groups.computeIfAbsent(
                                                new Group(service, day(said)),
                                                _ -> new ArrayList<>())
                                        .add(said);
                            }
                        });
        found.why()
                .ifPresent(why ->
                        torn.accept(
                                "%s: %d predictions are there, %d bytes after them are lost: %s"
                                        .formatted(
                                                segment, found.predictions(), found.torn(), why)));
        var files = new ArrayList<Path>();
        for (var group : groups.entrySet()) {
            files.add(write(Segments.name(segment), group));
        }
        return files;
    }

    /// One that was open when it was listed may have been closed since.
    private static Path there(Path segment) {
        if (Files.exists(segment)) {
            return segment;
        }
        return Segments.closed(segment);
    }

    private Path write(String segment, Map.Entry<Group, List<LoggedPrediction>> group)
            throws IOException, SQLException {
        var said = group.getValue();
        var file =
                folder.resolve(
                        ParquetFile.place(
                                group.getKey().service(),
                                group.getKey().day(),
                                segment,
                                said.size()));
        var day = Optional.ofNullable(file.getParent()).orElseThrow();
        Files.createDirectories(day);
        var half = day.resolve(file.getFileName() + ParquetFile.HALF);
        var rows = new Rows(said);
        try (var statement = connection.createStatement()) {
            rows.into("part", connection);
            statement.execute(
                    "COPY (SELECT %s FROM part ORDER BY time) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                            .formatted(rows.selection(), half.toString().replace("'", "''")));
        } finally {
            drop();
        }
        force(half);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(day);
        force(Optional.ofNullable(day.getParent()).orElseThrow());
        force(folder);
        return file;
    }

    private void drop() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS part");
        }
    }

    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static LocalDate day(LoggedPrediction said) {
        return Instant.ofEpochMilli(said.atMillis()).atZone(ZoneOffset.UTC).toLocalDate();
    }
}
