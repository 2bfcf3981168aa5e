package lastgood.wire.file;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads `evidence`: what is known of a release before it serves.
final class EvidenceReader {
    private static final String RANGES = "a file, or infer to take them from the rows";

    private EvidenceReader() {}

    static ReleaseDraft.Evidence read(Section spec) {
        var section = spec.maySection("evidence", "{dataset, metrics, golden, rows, ranges}");
        if (!section.isThere()) {
            return ReleaseDraft.Evidence.NONE;
        }
        var dataset = section.may("dataset", Form.TEXT);
        var metrics = metrics(section);
        var golden = section.may("golden", Form.PATH);
        var rows = section.may("rows", Form.PATH);
        var ranges =
                section.item("ranges")
                        .map(item -> ranges(item, rows))
                        .orElse(new ReleaseDraft.Ranges.None());
        section.done();
        return new ReleaseDraft.Evidence(dataset, metrics, golden, rows, ranges);
    }

    private static SortedMap<String, Double> metrics(Section section) {
        var metrics = new TreeMap<String, Double>();
        section.maySection("metrics", "numbers by name")
                .all()
                .forEach((name, item) ->
                        item.as(Form.NUMBER).ifPresent(value -> metrics.put(name, value)));
        return metrics;
    }

    private static ReleaseDraft.Ranges ranges(Item item, Optional<RelativePath> rows) {
        if (!item.says("infer")) {
            return item.as(Form.PATH.as(RANGES))
                    .<ReleaseDraft.Ranges>map(ReleaseDraft.Ranges.File::new)
                    .orElse(new ReleaseDraft.Ranges.None());
        }
        if (rows.isEmpty()) {
            item.complain("there are no rows to infer ranges from", "rows: FILE beside it");
        }
        return new ReleaseDraft.Ranges.Infer();
    }
}
