package lastgood.gateway.routing;

import java.util.Optional;
import java.util.OptionalInt;
import lastgood.core.prediction.Arm;
import lastgood.core.rollout.Route;

/// Who is to answer one request, decided once and never again for it.
///
/// @param epoch of the route it was decided by
/// @param first the release that answers
/// @param instead who answers where `first` fails
/// @param unproven `first` has yet to earn *good*: it is kept apart and gets a deadline
/// @param watch empty: nobody counts this request
/// @param keySlot empty: no sticky key was sent
/// @param included it got the candidate by a header: no evidence but of the candidate's own errors
/// @param beside who is asked the same in shadow, once the answer is on its way; empty: nobody
public record Assignment<R>(
        long epoch,
        R first,
        Optional<R> instead,
        boolean unproven,
        Arm arm,
        Optional<Route.Watch> watch,
        OptionalInt keySlot,
        Optional<Route.Watch> included,
        Optional<Beside<R>> beside) {

    /// The same answerer, seen by no statistic.
    public Assignment<R> uncounted() {
        return new Assignment<>(
                epoch,
                first,
                instead,
                unproven,
                arm,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The same, but only `first` may answer: the caller asked for this very release.
    public Assignment<R> alone() {
        return new Assignment<>(
                epoch,
                first,
                Optional.empty(),
                unproven,
                arm,
                watch,
                keySlot,
                included,
                Optional.empty());
    }
}
