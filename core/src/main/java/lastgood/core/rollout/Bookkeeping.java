package lastgood.core.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] that change what is remembered, and no traffic.
final class Bookkeeping {
    private Bookkeeping() {}

    static Decision applied(State state, Event.Applied e) {
        var same = state.standing().settings().equals(Optional.of(e.settings()));
        return same ? new Nothing() : remember(state, state.standing().withSettings(e.settings()));
    }

    /// The same bytes again keep their number, so a bot that builds a held release anew does not escape the hold. Those
    /// of a pruned release are there again.
    static Decision created(State state, Event.Created e) {
        var standing = state.standing();
        var known = standing.release(e.digest());
        if (known.isPresent()) {
            return standing.isPruned(known.get())
                    ? remember(state, standing.withoutPruned(known.get()))
                    : new Nothing();
        }
        var id = new ReleaseId(standing.releases().size() + 1, e.digest());
        return remember(state, standing.withRelease(id));
    }

    static Decision unheld(State state, Event.Unheld e) {
        if (e.reason().isBlank()) {
            return new Refused(Refusals.needsReason(state, "unhold"));
        }
        if (!state.standing().isHeld(e.release())) {
            return new Nothing();
        }
        var why = e.release() + ": " + e.reason();
        return told(
                state,
                state.standing().withoutHold(e.release()),
                line(state, e.at(), "unhold", e.by(), why));
    }

    /// All of them or none: what is needed now is never let go, whoever asks.
    static Decision pruned(State state, Event.Pruned e) {
        var standing = state.standing();
        var going =
                standing.releases().stream()
                        .filter(r -> e.releases().contains(r) && !standing.isPruned(r))
                        .toList();
        for (var release : going) {
            var pin = Retention.needs(state, release);
            if (pin.isPresent()) {
                return new Refused(Refusals.needed(state, release, pin.get()));
            }
        }
        if (going.isEmpty()) {
            return new Nothing();
        }
        var next = standing;
        for (var release : going) {
            next = next.withPruned(release, new Pruned(e.at(), e.by()));
        }
        var names = going.stream().map(ReleaseId::name).collect(Collectors.joining(", "));
        return told(state, next, line(state, e.at(), "prune", e.by(), names));
    }

    static Decision held(State state, Event.Held e) {
        var hold = new Hold(e.at(), e.by(), e.reason());
        var why = e.release() + ": " + e.reason();
        return told(
                state,
                state.standing().withHold(e.release(), hold),
                line(state, e.at(), "hold", e.by(), why));
    }

    /// No traffic moves, but who reads the history wants to know.
    private static Decision told(State state, Standing standing, HistoryLine line) {
        var next = Rules.next(standing, state.phase());
        return new Changed(next, List.of(), Optional.of(line), false);
    }

    private static HistoryLine line(State state, Instant at, String how, Actor by, String why) {
        var phase = state.phase();
        return new HistoryLine(
                at, phase.serving(), Optional.empty(), phase.candidate(), how, by, why);
    }

    static Decision remember(State state, Standing standing) {
        return Rules.quietly(Rules.next(standing, state.phase()), List.of());
    }
}
