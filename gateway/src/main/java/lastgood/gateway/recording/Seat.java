package lastgood.gateway.recording;

import java.util.HashMap;
import java.util.Map;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.rollout.Route;

/// Counts the requests of one place: a step of a rollout and an arm of it.
public final class Seat {
    private final Place place;
    private final TrafficTally traffic = new TrafficTally();
    private final TrafficTally included = new TrafficTally();
    private final SignalTally ownErrors = new SignalTally();
    private final Map<Signal, SignalTally> signals;

    Seat(Place place, Route.Watch watch) {
        this.place = place;
        var all = new HashMap<Signal, SignalTally>();
        all.put(new Signal.Errors(), new SignalTally());
        all.put(new Signal.OwnErrors(), ownErrors);
        watch.slow().forEach(limit -> all.put(new Signal.Slow(limit), new SignalTally()));
        if (watch.invalid()) {
            all.put(new Signal.Invalid(), new SignalTally());
        }
        signals = Map.copyOf(all);
    }

    public void note(Noted noted) {
        traffic.note(noted.answer());
        judge(noted);
    }

    /// One more request that came here by a header. It was not dealt by chance, so it is a unit of the candidate's own errors
    /// alone: no comparison has any use of it.
    public void noteIncluded(Noted noted) {
        included.note(noted.answer());
        if (isUnit(new Signal.OwnErrors(), noted)) {
            ownErrors.note(noted.failed(), noted.keySlot());
        }
    }

    Count.Traffic included() {
        return included.traffic();
    }

    /// One more outcome in shadow: evidence like any other, but no request that anybody was answered.
    public void noteInShadow(Noted noted) {
        judge(noted);
    }

    private void judge(Noted noted) {
        signals.forEach((signal, tally) -> {
            if (isUnit(signal, noted)) {
                tally.note(isBad(signal, noted), noted.keySlot());
            }
        });
    }

    Count.Traffic traffic() {
        return traffic.traffic();
    }

    Map<Signal, Tally> tallies() {
        var tallies = new HashMap<Signal, Tally>();
        signals.forEach((signal, tally) -> tallies.put(signal, tally.tally(place)));
        return tallies;
    }

    private static boolean isUnit(Signal signal, Noted noted) {
        return !(signal instanceof Signal.OwnErrors) || noted.answer() != Noted.Answer.NEITHER;
    }

    private static boolean isBad(Signal signal, Noted noted) {
        return switch (signal) {
            case Signal.Errors(), Signal.OwnErrors() -> noted.failed();
            case Signal.Invalid() -> noted.invalid();
            case Signal.Slow(var limit) -> noted.failed() || noted.nanos() > limit.toNanos();
            case Signal.Wrong() -> false; // labels are counted by control
        };
    }
}
