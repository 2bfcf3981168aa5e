package lastgood.core.guard;

import java.util.Map;
import java.util.TreeMap;
import lastgood.core.prediction.Arm;

/// A tally in the making.
final class Counting {
    private Tally tally = Tally.EMPTY;

    static Counting nothing() {
        return new Counting();
    }

    Counting live(int step, long bad, long good) {
        return units(new Place(step, Arm.LIVE), bad, good);
    }

    Counting candidate(int step, long bad, long good) {
        return units(new Place(step, Arm.CANDIDATE), bad, good);
    }

    /// Requests of several rows, all alike.
    Counting rows(Place place, int bad, int rows, long times) {
        tally = tally.plus(new Tally.Unit(place, bad, rows), times);
        return this;
    }

    /// One request of a key.
    Counting key(Place place, int slot, boolean bad) {
        tally = tally.plus(place, slot, bad);
        return this;
    }

    Counting keys(Place place, Tally.KeyMap map) {
        tally = tally.plus(new Tally(new TreeMap<>(), new TreeMap<>(Map.of(place, map))));
        return this;
    }

    Tally tally() {
        return tally;
    }

    Evidence as(Signal signal) {
        return new Evidence(Map.of(), Map.of(signal, tally));
    }

    private Counting units(Place place, long bad, long good) {
        var units = new TreeMap<Tally.Unit, Long>();
        units.put(new Tally.Unit(place, 1, 1), bad);
        units.put(new Tally.Unit(place, 0, 1), good);
        tally = tally.plus(new Tally(units, new TreeMap<>()));
        return this;
    }
}
