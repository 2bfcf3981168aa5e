package lastgood.core.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Ceiling;
import lastgood.core.release.ReleaseId;

/// Where a service stands. A phase holds what is true in it; no field may be absent, and every time limit is part of
/// it, so that none is lost in a crash.
public sealed interface Phase {
    /// Nothing has ever served.
    record Empty() implements Phase {}

    /// One release serves and nothing is under way.
    record Steady(ReleaseId live) implements Phase {}

    /// Steady, and it came to that by a retreat: a plain rollback has nothing more to do.
    record Returned(ReleaseId live, ReleaseId from, Instant at) implements Phase {}

    /// The candidate gets a share, or copies while it is in shadow. `live` is the rollout's origin.
    ///
    /// @param step index into the rollout's steps, never the last
    record Canary(Rollout rollout, ReleaseId live, int step, Instant notBefore) implements Phase {}

    /// The rollout stands still at its step.
    ///
    /// @param exposed whether the candidate keeps its share meanwhile, or its copies
    record Paused(
            Rollout rollout, ReleaseId live, int step, boolean exposed, Pause why, Instant since)
            implements Phase {}

    /// The new release is live and watched until `until`.
    record Baking(Rollout rollout, Instant until, List<Ceiling> ceilings) implements Phase {
        public Baking {
            ceilings = List.copyOf(ceilings);
        }
    }

    /// The bake is over, but too little traffic came to call the release good. Guards stay armed.
    record Unproven(Rollout rollout, List<Ceiling> ceilings) implements Phase {
        public Unproven {
            ceilings = List.copyOf(ceilings);
        }
    }

    /// Traffic was put back; what is served has yet to be seen to be what was asked.
    record Returning(ReleaseId to, ReleaseId from, long epoch, Instant at, Instant confirmBy)
            implements Phase {}

    /// A person is needed.
    sealed interface Stuck extends Phase {
        String why();

        /// A retreat was not confirmed in time, or what serves could not be made ready; it is tried on.
        ///
        /// @param from what the retreat left; `to` itself where there was none
        record Unconfirmed(ReleaseId to, ReleaseId from, long epoch, Instant at, String why)
                implements Stuck {
            boolean isRetreat() {
                return !to.equals(from);
            }
        }

        /// The release that serves tripped, and there is nothing to go back to.
        record Cornered(ReleaseId live, String why) implements Stuck {}
    }

    enum Pause {
        PERSON,
        RESTART,
        BLIND,
        /// Control was away from its gateway for longer than a [Lease].
        LEASE
    }

    /// What serves all requests that no candidate gets. Empty only where nothing ever served.
    default Optional<ReleaseId> serving() {
        return switch (this) {
            case Empty() -> Optional.empty();
            case Steady(var live) -> Optional.of(live);
            case Returned(var live, _, _) -> Optional.of(live);
            case Canary c -> Optional.of(c.live());
            case Paused p -> Optional.of(p.live());
            case Baking b -> Optional.of(b.rollout().candidate());
            case Unproven u -> Optional.of(u.rollout().candidate());
            case Returning r -> Optional.of(r.to());
            case Stuck.Unconfirmed u -> Optional.of(u.to());
            case Stuck.Cornered c -> Optional.of(c.live());
        };
    }

    /// The release being tried beside live.
    default Optional<ReleaseId> candidate() {
        return switch (this) {
            case Canary c -> Optional.of(c.rollout().candidate());
            case Paused p -> Optional.of(p.rollout().candidate());
            case Empty _, Steady _, Returned _, Baking _, Unproven _, Returning _, Stuck _ ->
                    Optional.empty();
        };
    }

    /// The rollout whose guards are armed.
    default Optional<Rollout> watched() {
        return switch (this) {
            case Canary c -> Optional.of(c.rollout());
            case Paused p -> Optional.of(p.rollout());
            case Baking b -> Optional.of(b.rollout());
            case Unproven u -> Optional.of(u.rollout());
            case Empty _, Steady _, Returned _, Returning _, Stuck _ -> Optional.empty();
        };
    }

    /// What the baselines were frozen at when the watched rollout was promoted; empty before that. Phases after a
    /// promotion answer by their component of this name.
    default List<Ceiling> ceilings() {
        return List.of();
    }

    /// The step in which its requests are counted. Phases below 100 % answer by their component of this name; the last
    /// step is the bake.
    default int step() {
        return watched().map(rollout -> rollout.terms().lastStep()).orElse(0);
    }

    /// The candidate's share, 0..1.
    default double share() {
        return switch (this) {
            case Canary c -> c.rollout().terms().steps().get(c.step()).fraction();
            case Paused p -> p.exposed() ? p.rollout().terms().steps().get(p.step()).fraction() : 0;
            case Empty _, Steady _, Returned _, Baking _, Unproven _, Returning _, Stuck _ -> 0;
        };
    }

    /// Whether the candidate is asked anything: for callers, or in shadow.
    default boolean asksCandidate() {
        return switch (this) {
            case Canary _ -> true;
            case Paused p -> p.exposed();
            case Empty _, Steady _, Returned _, Baking _, Unproven _, Returning _, Stuck _ -> false;
        };
    }

    /// Whether the candidate is asked copies, and answers nobody.
    default boolean isShadow() {
        return asksCandidate() && share() == 0;
    }

    /// One word: `empty, steady, shadow, canary, paused, baking, returning, stuck`.
    default String word() {
        return switch (this) {
            case Empty _ -> "empty";
            case Steady _, Returned _, Unproven _ -> "steady";
            case Canary _ -> isShadow() ? "shadow" : "canary";
            case Paused _ -> "paused";
            case Baking _ -> "baking";
            case Returning _ -> "returning";
            case Stuck _ -> "stuck";
        };
    }
}
