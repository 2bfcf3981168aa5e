package lastgood.wire.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.OfflineEvidence.Range;

/// Reads a ranges file: least and greatest value of each model input column in training, by tensor, in the order of
/// the columns.
public final class RangesFile {
    private static final String COLUMNS = "a list of {name, min, max}, one a column";

    private RangesFile() {}

    /// @param path as people call the file
    public static Outcome<List<OfflineEvidence.Range>> parse(String path, String text) {
        var complaints = new Complaints(path);
        var ranges = new ArrayList<Range>();
        Documents.single(text, complaints)
                .all()
                .forEach((tensor, item) -> read(tensor, item, ranges));
        return complaints.outcome(() -> List.copyOf(ranges));
    }

    private static void read(String tensor, Item item, List<Range> ranges) {
        int index = 0;
        for (var column : item.list(COLUMNS)) {
            range(tensor, index++, column).ifPresent(ranges::add);
        }
    }

    private static Optional<Range> range(String tensor, int index, Item item) {
        var section = item.section("{name, min, max}");
        var name = section.may("name", Form.TEXT).orElse(Integer.toString(index));
        var min = section.need("min", Form.NUMBER);
        var max = section.need("max", Form.NUMBER);
        section.done();
        if (min.isEmpty() || max.isEmpty() || ColumnReader.crossed(item, min, max)) {
            return Optional.empty();
        }
        return Optional.of(new Range(tensor, index, name, min.get(), max.get()));
    }
}
