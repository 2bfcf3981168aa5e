package lastgood.records.parquet;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import lastgood.core.release.ServiceName;

/// One Parquet file: what one segment held of one service and one day (UTC). Its path says all that.
///
/// @param segment name of the segment it was made of
public record ParquetFile(
        Path path, ServiceName service, LocalDate day, String segment, long rows, long bytes) {
    /// Ends the name of one that is being made.
    public static final String HALF = ".half";

    private static final Pattern NAME =
            Pattern.compile("([0-9]{13}-[0-9a-f]{8})\\.([0-9]+)\\.parquet");

    /// Where it belongs below the folder: `wine/2026-11-27/1795779296123-5ca1ab1e.512.parquet`.
    public static Path place(ServiceName service, LocalDate day, String segment, long rows) {
        return Path.of(
                service.text(),
                day.toString(),
                String.format(Locale.ROOT, "%s.%d.parquet", segment, rows));
    }

    static Optional<ParquetFile> of(Path folder, Path path, long bytes) {
        var parts = folder.relativize(path);
        if (parts.getNameCount() != 3) {
            return Optional.empty();
        }
        var name = NAME.matcher(parts.getName(2).toString());
        var service = ServiceName.parse(parts.getName(0).toString());
        if (!name.matches() || service.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ParquetFile(
                            path,
                            service.get(),
                            LocalDate.parse(parts.getName(1).toString()),
                            name.group(1),
                            Long.parseLong(name.group(2)),
                            bytes));
        } catch (DateTimeException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// When its segment was opened: nothing in it is much younger.
    public Instant opened() {
        return Instant.ofEpochMilli(Long.parseLong(segment.substring(0, 13)));
    }
}
