package lastgood.ledger.evidence;

import java.util.Comparator;

/// When an answer was given, as answers of one key are told apart and put in order.
///
/// @param atMillis in milliseconds since 1970
/// @param id of the prediction, which decides between two of one moment
record Answered(long atMillis, String id) implements Comparable<Answered> {
    private static final Comparator<Answered> ORDER =
            Comparator.comparingLong(Answered::atMillis).thenComparing(Answered::id);

    boolean isBefore(Answered other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Answered other) {
        return ORDER.compare(this, other);
    }
}
