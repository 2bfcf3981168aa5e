package lastgood.core.driver;

import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Looks after one component in its own world, and takes it back to an older version.
///
/// A driver object holds nothing that matters: after a crash a fresh one on the same world knows as much. Calls block, end
/// in bounded time, and answer with what is; they throw only for a defect. All but `restore` change nothing. Whoever
/// carries out a plan asks for one restore of a component at a time.
public interface ComponentDriver {
    Outcome<Description> describe();

    /// Which version is live now, read from the world itself. Its digest is of what readers get, so damage shows as a
    /// digest that was never promised. Refused where that cannot be told.
    Outcome<Mark> snapshot();

    /// The version of that name, live or not, with the digest of what is there.
    Outcome<Mark> find(String at);

    /// Takes the world to a version, durably; refused where it is missing, damaged or not what its mark promises.
    ///
    /// A key whose move was made never moves anything again, also when the world has been moved on since; a key belongs to
    /// one version. A key whose move was cut off by a crash is taken up where it was left, until another key is used.
    Restored restore(Mark to, MoveKey key);

    /// Whether a restore could work now; empty: it could.
    Optional<Problem> health();

    /// Whether a version is there, and is what its mark promises.
    default Outcome<Mark> verify(Mark mark) {
        return find(mark.at())
                .then(found ->
                        found.equals(mark)
                                ? Outcome.done(mark)
                                : Outcome.refused(Refusals.damaged(mark, found.digest())));
    }

    /// What a restore would do now; refused where it would be refused.
    default Outcome<Move> plan(Mark to) {
        return describe()
                .then(about ->
                        about.way() == Way.FORWARD_ONLY
                                ? Outcome.refused(Refusals.forwardOnly(about.component()))
                                : verify(to)
                                        .then(_ ->
                                                Outcome.done(new Move(live(), to, about.way()))));
    }

    private Optional<Mark> live() {
        return snapshot() instanceof Outcome.Done<Mark>(var mark)
                ? Optional.of(mark)
                : Optional.empty();
    }
}
