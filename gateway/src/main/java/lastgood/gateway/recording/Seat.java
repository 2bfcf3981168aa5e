package lastgood.gateway.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.rollout.Route;

/// Counts the requests of one place: a step of a rollout and an arm of it.
public final class Seat {
    private final Place place;
    private final LongAdder requests = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder shielded = new LongAdder();
    private final LongAdder included = new LongAdder();
    private final LongAdder includedAnswered = new LongAdder();
    private final LongAdder includedShielded = new LongAdder();
    private final Map<Signal, SignalTally> signals;

    Seat(Place place, Route.Watch watch) {
        this.place = place;
        var all = new HashMap<Signal, SignalTally>();
        all.put(new Signal.Errors(), new SignalTally());
        all.put(new Signal.OwnErrors(), new SignalTally());
        watch.slow().forEach(limit -> all.put(new Signal.Slow(limit), new SignalTally()));
        if (watch.invalid()) {
            all.put(new Signal.Invalid(), new SignalTally());
        }
        signals = Map.copyOf(all);
    }

    public void note(Noted noted) {
        requests.increment();
        switch (noted.answer()) {
            case OWN -> answered.increment();
            case SHIELDED -> shielded.increment();
            case NONE, NEITHER -> {}
        }
        judge(noted);
    }

    /// One more request that came here by a header. It was not dealt by chance, so it is a unit of the candidate's own errors
    /// alone: no comparison has any use of it.
    public void noteIncluded(Noted noted) {
        included.increment();
        switch (noted.answer()) {
            case OWN -> includedAnswered.increment();
            case SHIELDED -> includedShielded.increment();
            case NONE, NEITHER -> {}
        }
        var own = new Signal.OwnErrors();
        if (isUnit(own, noted)) {
            signals.getOrDefault(own, new SignalTally()).note(noted.failed(), noted.keySlot());
        }
    }

    /// `requests` last, as below.
    Count.Traffic included() {
        long own = includedAnswered.sum();
        long other = includedShielded.sum();
        return new Count.Traffic(included.sum(), own, other);
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
        // `requests` last: it is incremented first, and a sum of the others never exceeds it.
        long own = answered.sum();
        long other = shielded.sum();
        return new Count.Traffic(requests.sum(), own, other);
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
