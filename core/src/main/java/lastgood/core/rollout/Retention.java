package lastgood.core.rollout;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;

/// Which releases of one service are kept, and why; whatever has no reason to stay may go.
public final class Retention {
    /// So many good releases stay unless somebody says otherwise.
    public static final int KEEP = 5;

    private Retention() {}

    /// A reason to stay.
    public enum Pin {
        LIVE("live"),
        CANDIDATE("being tried"),
        LEFT("traffic is on its way back from it"),
        ORIGIN("where the rollout would go back to"),
        ROLLBACK_TARGET("rollback target"),
        LAST_GOOD("last good"),
        GOOD("one of the last good"),
        STACK("a move of several services needs it"),
        NOT_YET_OUT("newer than live, it may still go out");

        private final String text;

        Pin(String text) {
            this.text = text;
        }

        /// For people.
        public String text() {
            return text;
        }
    }

    /// @param pins why it stays; none: it may go
    public record Verdict(ReleaseId release, Set<Pin> pins) {
        public Verdict {
            pins = Set.copyOf(pins);
        }

        public boolean stays() {
            return !pins.isEmpty();
        }

        /// Strongest first.
        public List<Pin> reasons() {
            return pins.stream().sorted().toList();
        }
    }

    /// All releases that are not pruned yet, by number.
    ///
    /// @param keep so many of the good ones stay, the newest
    /// @param stacks those that moves of several services need
    public static List<Verdict> of(State state, int keep, Set<ReleaseId> stacks) {
        var pins = new TreeMap<Integer, Set<Pin>>();
        required(state).forEach((pin, releases) -> releases.forEach(r -> add(pins, r, pin)));
        stacks.forEach(r -> add(pins, r, Pin.STACK));
        var standing = state.standing();
        var stored = standing.releases().stream().filter(r -> !standing.isPruned(r)).toList();
        stored.reversed().stream()
                .filter(r -> standing.isGood(r) && !standing.isHeld(r))
                .limit(keep)
                .forEach(r -> add(pins, r, Pin.GOOD));
        stored.stream()
                .filter(r -> isNotYetOut(state, r))
                .forEach(r -> add(pins, r, Pin.NOT_YET_OUT));
        return stored.stream()
                .map(r -> new Verdict(r, pins.getOrDefault(r.number(), Set.of())))
                .toList();
    }

    /// What the service cannot do without now, whatever anybody asks for.
    static Optional<Pin> needs(State state, ReleaseId release) {
        return required(state).entrySet().stream()
                .filter(e -> e.getValue().contains(release))
                .map(Map.Entry::getKey)
                .min(Pin::compareTo);
    }

    /// What is said to whoever asks for one that was let go.
    public static Problem pruned(State state, ReleaseId release) {
        return Refusals.pruned(state, release);
    }

    private static Map<Pin, List<ReleaseId>> required(State state) {
        var phase = state.phase();
        return Map.of(
                Pin.LIVE, phase.serving().stream().toList(),
                Pin.CANDIDATE, phase.candidate().stream().toList(),
                Pin.LEFT, left(phase).stream().toList(),
                Pin.ORIGIN, phase.watched().flatMap(Rollout::returnTo).stream().toList(),
                Pin.ROLLBACK_TARGET, state.rollbackTo().stream().toList(),
                Pin.LAST_GOOD, state.standing().lastGood().stream().toList());
    }

    /// Where a retreat is not confirmed yet, some gateway may still answer with what is left.
    private static Optional<ReleaseId> left(Phase phase) {
        return switch (phase) {
            case Phase.Returning r -> Optional.of(r.from());
            case Phase.Stuck.Unconfirmed u -> Optional.of(u.from());
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Returned _,
                    Phase.Canary _,
                    Phase.Paused _,
                    Phase.Baking _,
                    Phase.Unproven _,
                    Phase.Stuck.Cornered _ ->
                    Optional.empty();
        };
    }

    private static boolean isNotYetOut(State state, ReleaseId release) {
        return !state.standing().isHeld(release)
                && state.phase()
                        .serving()
                        .filter(live -> live.number() >= release.number())
                        .isEmpty();
    }

    private static void add(Map<Integer, Set<Pin>> pins, ReleaseId release, Pin pin) {
        pins.computeIfAbsent(release.number(), _ -> EnumSet.noneOf(Pin.class)).add(pin);
    }
}
