package lastgood.control.preflight;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.control.binding.Binder;
import lastgood.control.move.Companions;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Misfit;
import lastgood.core.rollout.Sentences;
import lastgood.core.rollout.State;

/// Where a service might go back to, and how each of these releases would serve then.
public final class Outlook {
    private final Releases releases;
    private final Companions companions;
    private final Binder binder;

    public Outlook(Releases releases, Companions companions, Binder binder) {
        this.releases = releases;
        this.companions = companions;
        this.binder = binder;
    }

    /// One way back.
    ///
    /// @param made the release as it was made
    /// @param serving the same with the shared versions that everybody would read then
    public record Way(Release made, Release serving) {}

    /// Where a plain rollback would go, what is last good, and then earlier good releases, newest first, held ones
    /// included: a hold can be lifted.
    ///
    /// @param most of them
    Set<ReleaseId> releases(ServiceName service, State state, int most) {
        var all = new LinkedHashSet<ReleaseId>();
        target(service, state).ifPresent(all::add);
        state.standing().lastGood().ifPresent(all::add);
        var live = state.phase().serving();
        state.standing().releases().reversed().stream()
                .filter(r -> live.isPresent() && r.number() < live.get().number())
                .filter(state.standing()::isGood)
                .filter(r -> !state.standing().isPruned(r))
                .forEach(all::add);
        var bounded = new LinkedHashSet<ReleaseId>();
        all.stream().limit(most).forEach(bounded::add);
        return bounded;
    }

    /// Where a plain rollback would go.
    public Optional<ReleaseId> target(ServiceName service, State state) {
        return companions.target(service, state);
    }

    /// How a release would serve if the service went back to it now, or why it may not.
    public Outcome<Way> to(ServiceName service, State state, ReleaseId id) throws IOException {
        var hold = state.standing().hold(id);
        if (hold.isPresent() && !state.isWayBack(id)) {
            return refused(
                    Code.HELD,
                    "it is held",
                    List.of(
                            "since "
                                    + Sentences.instant(hold.get().at())
                                    + " by "
                                    + hold.get().by()
                                    + ": "
                                    + hold.get().reason()));
        }
        var made = releases.find(service, id);
        if (made.isEmpty()) {
            return refused(
                    Code.NOT_PREPARED,
                    "it is not in the store",
                    List.of("nothing is stored under " + id.digest()));
        }
        // What serves is where it is, and a trip asks nobody.
        if (state.phase().serving().equals(Optional.of(id)) || state.isWayBack(id)) {
            return Outcome.done(new Way(made.get(), binder.bind(made.get())));
        }
        return switch (companions.closure(service, id)) {
            case Closure.Found(var moves, _) ->
                    Outcome.done(
                            new Way(made.get(), binder.bind(made.get(), companions.after(moves))));
            case Closure.Blocked(var misfits, _) ->
                    refused(
                            Code.INCOMPATIBLE,
                            "what it shares with others does not fit",
                            misfits.stream().map(Misfit::toString).toList());
        };
    }

    private static Outcome<Way> refused(Code code, String what, List<String> why) {
        return Outcome.refused(Problem.of(code, what).because(why));
    }
}
