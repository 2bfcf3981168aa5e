package lastgood.core.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;

/// The row of [Rules] for a service that a person had its gateway put back, while control did nothing or had not started.
///
/// It is what a rollback by that person would have been: what was left is held, and serves no more until somebody lifts
/// the hold. As nobody planned it, an incident tells of it too. It is a fact, so nothing refuses it.
final class PuttingBack {
    private PuttingBack() {}

    static Decision decide(State state, Event.PutBack e) {
        var left = Route.Veto.ofAny(e.from());
        var target = concerns(state, e.from()) ? to(state, e) : Optional.<ReleaseId>empty();
        return target.map(to -> back(state, e, to, left))
                .orElseGet(() -> Rules.quietly(state, List.of(new Command.Acknowledge(left))));
    }

    /// Whether what was left is still tried or live. If not, something else ended it in the meantime.
    private static boolean concerns(State state, ReleaseId from) {
        var phase = state.phase();
        return Stream.of(phase.candidate(), phase.serving())
                .flatMap(Optional::stream)
                .anyMatch(exposed -> exposed.digest().equals(from.digest()));
    }

    /// Where the gateway went. What has been let go of meanwhile cannot serve: then it is where a rollback goes.
    private static Optional<ReleaseId> to(State state, Event.PutBack e) {
        return Optional.of(e.to())
                .filter(to -> !state.standing().isPruned(to))
                .or(state::rollbackTo)
                .filter(to -> !to.digest().equals(e.from().digest()));
    }

    private static Decision back(State state, Event.PutBack e, ReleaseId to, Route.Veto left) {
        var from = e.from();
        var why = "put back at the gateway, without control";
        var vetoes = new ArrayList<>(Rules.vetoes(state));
        vetoes.add(left);
        var incident =
                new Command.OpenIncident(
                        state.standing().rollouts(),
                        from,
                        Optional.of(to),
                        List.of(),
                        true,
                        Optional.of(why + ", by " + e.by()));
        var text = from + " was " + why + ", by " + e.by() + ". Traffic is on " + to + "; " + from;
        return Retreat.back(
                state.standing().withHold(from, new Hold(e.at(), e.by(), why)).withNextEpoch(),
                to,
                from,
                vetoes,
                List.of(incident, new Command.Notify(Notice.ROLLBACK, text + " is held")),
                Retreat.line(e.at(), to, from, "rollback", e.by(), why));
    }
}
