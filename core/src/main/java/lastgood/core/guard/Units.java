package lastgood.core.guard;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import lastgood.core.guard.Tally.KeyMap;
import lastgood.core.prediction.Arm;

/// Turns a [Tally] into independent units, the only thing the tests may count.
///
/// Requests of one sticky user are not independent: they share a user, and retries share a fault. So a key is one unit,
/// in the first step in which either arm saw it, and its loss is that of its *first* request there:
///
/// - A key that moves from live to the candidate when the share grows is not counted again. Within its first step a key
///   was on one side by chance alone, the step's share, and both sides had the same time to be seen, so nothing here
///   grows with how long a key has been a candidate.
/// - The first request, not the worst: the chance that any of n requests fails grows with n, and would hold a limit of
///   1 % per request against users who send twenty.
/// - Bad events that are only compared by their ratio ([#badEvents]) are more patient: a key goes bad once in a rollout,
///   with the share of the step in which it did, as long as neither arm saw it bad before. If both releases are alike,
///   when a key goes bad says nothing about its side, so that side is still a draw with the step's share. If the
///   candidate is worse within the ratio, its keys have gone bad earlier and fewer are left: the test errs to its side.
///
/// A slot holds more than one key as the maps fill up (K. Whang and others: A linear-time probabilistic counting
/// algorithm, 1990).
final class Units {
    private Units() {}

    /// Both arms of each step but the bake.
    static List<Step> beside(Tally tally, List<Double> shares) {
        return steps(shares, place -> units(tally, place));
    }

    /// Only the bad events of each step but the bake.
    static List<Step> badEvents(Tally tally, List<Double> shares) {
        return steps(shares, place -> Cell.of(badEvents(tally, place), 0));
    }

    /// The candidate by itself in the steps from `first` to `last`: a key counts where the candidate first saw it.
    static Cell alone(Tally tally, int first, int last) {
        var before = new BitSet();
        var sum = Cell.EMPTY;
        for (int step = first; step <= last; step++) {
            var place = new Place(step, Arm.CANDIDATE);
            var map = tally.keys().getOrDefault(place, KeyMap.EMPTY);
            sum = sum.plus(plain(tally, place)).plus(keys(map, before));
            before.or(map.seen());
        }
        return sum;
    }

    private static List<Step> steps(List<Double> shares, Function<Place, Cell> count) {
        return IntStream.range(0, shares.size() - 1)
                .mapToObj(step ->
                        new Step(
                                shares.get(step),
                                count.apply(new Place(step, Arm.CANDIDATE)),
                                count.apply(new Place(step, Arm.LIVE))))
                .toList();
    }

    private static Cell units(Tally tally, Place place) {
        var before = earlier(tally, place, KeyMap::seen);
        var map = tally.keys().getOrDefault(place, KeyMap.EMPTY);
        return plain(tally, place).plus(keys(map, before));
    }

    private static double badEvents(Tally tally, Place place) {
        var before = earlier(tally, place, KeyMap::bad);
        var map = tally.keys().getOrDefault(place, KeyMap.EMPTY);
        return plain(tally, place).bad() + count(without(map.bad(), before), before);
    }

    /// The slots that either arm had in an earlier step.
    private static BitSet earlier(Tally tally, Place place, Function<KeyMap, BitSet> which) {
        var before = new BitSet();
        tally.keys().headMap(new Place(place.step(), Arm.LIVE)).values().stream()
                .map(which)
                .forEach(before::or);
        return before;
    }

    private static Cell plain(Tally tally, Place place) {
        SortedMap<Double, Double> losses = new TreeMap<>();
        tally.units()
                .forEach((unit, n) -> {
                    if (unit.place().equals(place)) {
                        losses.merge((double) unit.bad() / unit.rows(), (double) n, Double::sum);
                    }
                });
        return new Cell(losses);
    }

    private static Cell keys(KeyMap map, BitSet before) {
        var fresh = without(map.seen(), before);
        double keys = count(fresh, before);
        double bad =
                keys
                        * without(map.first(), before).cardinality()
                        / Math.max(1, fresh.cardinality());
        return Cell.of(bad, keys - bad);
    }

    /// How many keys have set these slots, if those in `taken` could not show one more.
    private static double count(BitSet slots, BitSet taken) {
        double free = KeyMap.SLOTS - taken.cardinality();
        double left = Math.max(.5, free - slots.cardinality());
        return slots.isEmpty() ? 0 : Math.rint(-KeyMap.SLOTS * Math.log(left / free));
    }

    private static BitSet without(BitSet slots, BitSet taken) {
        var rest = (BitSet) slots.clone();
        rest.andNot(taken);
        return rest;
    }
}
