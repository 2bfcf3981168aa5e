package lastgood.core.guard;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Labelled pairs of one rollout: requests that live answered and the candidate, in shadow, was asked as well, so that one
/// label judges both. Sums only, like a [Tally].
///
/// @param units how many there were of each kind; of a sticky key the one alone that was answered first
/// @param again how many more were labelled of keys that are counted already
public record Pairs(SortedMap<Kind, Long> units, long again) {
    public static final Pairs NONE = new Pairs(new TreeMap<>(), 0);

    public Pairs {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
    }

    /// A kind of pair: how many of its rows each release had wrong.
    public record Kind(int live, int candidate, int rows) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER =
                Comparator.comparingInt(Kind::rows)
                        .thenComparingInt(Kind::live)
                        .thenComparingInt(Kind::candidate);

        public Kind {
            if (live < 0 || candidate < 0 || rows < 1 || Math.max(live, candidate) > rows) {
                throw new IllegalArgumentException(
                        live + " and " + candidate + " wrong rows of " + rows);
            }
        }

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    public Pairs plus(Kind kind, long times) {
        var more = new TreeMap<>(units);
        more.merge(kind, times, Long::sum);
        return new Pairs(more, again);
    }

    /// One more of a key that is counted.
    public Pairs plusAgain() {
        return new Pairs(units, again + 1);
    }

    /// How many labels judged both, counted or not.
    public long heard() {
        return counted(_ -> true) + again;
    }

    /// How many are counted of some kinds.
    long counted(Predicate<Kind> kinds) {
        return units.entrySet().stream()
                .filter(entry -> kinds.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// What a person is told of them.
    PairCount count() {
        return new PairCount(
                counted(_ -> true),
                counted(kind -> kind.candidate() > kind.live()),
                counted(kind -> kind.candidate() < kind.live()));
    }

    /// The same pairs, each answer either all right or wrong.
    Pairs events() {
        var events = new TreeMap<Kind, Long>();
        units.forEach((kind, times) ->
                events.merge(
                        new Kind(Math.min(1, kind.live()), Math.min(1, kind.candidate()), 1),
                        times,
                        Long::sum));
        return new Pairs(events, again);
    }

    /// Live in the candidate's place.
    Pairs reversed() {
        var reversed = new TreeMap<Kind, Long>();
        units.forEach((kind, times) ->
                reversed.put(new Kind(kind.candidate(), kind.live(), kind.rows()), times));
        return new Pairs(reversed, again);
    }

    Cell live() {
        return cell(Kind::live);
    }

    Cell candidate() {
        return cell(Kind::candidate);
    }

    private Cell cell(ToIntFunction<Kind> wrong) {
        var cell = Cell.EMPTY;
        for (var entry : units.entrySet()) {
            double loss = (double) wrong.applyAsInt(entry.getKey()) / entry.getKey().rows();
            cell = cell.plus(loss, entry.getValue());
        }
        return cell;
    }
}
