package lastgood.core.release;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was known of a release before it served.
///
/// @param metrics by name, as measured offline by those who made it
/// @param golden rows with the answers they must get, one JSON document a line
/// @param goldenGenerated whether lastgood drew those rows itself
/// @param rows recorded requests, some with labels, one JSON document a line
/// @param ranges least and greatest value of each model input column in training, after the features
public record OfflineEvidence(
        Optional<String> dataset,
        SortedMap<String, Double> metrics,
        Optional<Blob> golden,
        boolean goldenGenerated,
        Optional<Blob> rows,
        List<Range> ranges) {

    public OfflineEvidence {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        ranges = List.copyOf(ranges);
    }

    /// @param column what people call it, or its index as text
    public record Range(String tensor, int index, String column, double least, double greatest) {
        /// Whether a value lies in it, held against bounds that are rounded as the value was.
        public boolean holds(double value, Datatype datatype) {
            return value >= datatype.rounded(least) && value <= datatype.rounded(greatest);
        }
    }
}
