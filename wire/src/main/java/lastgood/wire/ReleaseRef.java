package lastgood.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.State;

/// How people name a release of a service; only its state and history say which one that is.
///
/// This is the one place that says what a reference means. There is no *latest* on purpose: what is newest is seldom
/// what is wanted.
public sealed interface ReleaseRef {
    /// `r41`
    record Number(int number) implements ReleaseRef {}

    /// `live, last-good, rollback-target, candidate, previous`
    record Role(Word word) implements ReleaseRef {}

    /// `label:logreg-2026-11`: the newest release with that label
    record Label(String label) implements ReleaseRef {}

    /// `@sha256:ab12cd34`: at least eight digits, and only one release may start with them
    record ByDigest(String start) implements ReleaseRef {}

    enum Word {
        LIVE("live"),
        LAST_GOOD("last-good"),
        ROLLBACK_TARGET("rollback-target"),
        CANDIDATE("candidate"),
        /// What served all requests before live did.
        PREVIOUS("previous");

        private final String text;

        Word(String text) {
            this.text = text;
        }
    }

    static Optional<ReleaseRef> parse(String text) {
        for (var word : Word.values()) {
            if (word.text.equals(text)) {
                return Optional.of(new Role(word));
            }
        }
        if (text.matches("r[1-9][0-9]{0,8}")) {
            return Optional.of(new Number(Integer.parseInt(text.substring(1))));
        }
        if (text.matches("@sha256:[0-9a-fA-F]{8,64}")) {
            return Optional.of(
                    new ByDigest(text.substring("@sha256:".length()).toLowerCase(Locale.ROOT)));
        }
        return text.startsWith("label:") && text.length() > "label:".length()
                ? Optional.of(new Label(text.substring("label:".length())))
                : Optional.empty();
    }

    /// The release that `text` names.
    ///
    /// @param releases of the service, oldest first; for labels only
    /// @param history newest first; for `previous` only
    static Outcome<ReleaseId> resolve(
            String text, State state, List<Release> releases, List<HistoryLine> history) {
        return parse(text)
                .map(ref -> find(text, ref, state, releases, history))
                .orElseGet(() ->
                        Outcome.refused(
                                Problem.of(
                                                Code.WRONG_USAGE,
                                                "'" + text + "' does not name a release.")
                                        .because(
                                                "a release is r1, live, last-good, rollback-target, candidate, previous, label:… or @sha256:… (8 digits or more)")
                                        .inState(state.traffic())));
    }

    private static Outcome<ReleaseId> find(
            String text,
            ReleaseRef ref,
            State state,
            List<Release> releases,
            List<HistoryLine> history) {
        var found = found(ref, state, releases, history);
        return found.size() == 1
                ? Outcome.done(found.getFirst())
                : Outcome.refused(
                        Problem.of(Code.NO_SUCH_RELEASE, "'" + text + "' names no release.")
                                .because(
                                        found.isEmpty()
                                                ? known(state)
                                                : "it fits " + found + ": write more digits")
                                .tryThis("lastgood release list SERVICE")
                                .inState(state.traffic()));
    }

    private static List<ReleaseId> found(
            ReleaseRef ref, State state, List<Release> releases, List<HistoryLine> history) {
        return switch (ref) {
            case Number(var number) -> state.standing().release(number).stream().toList();
            case Role(var word) -> role(word, state, history).stream().toList();
            case Label(var label) ->
                    releases.stream()
                            .filter(r -> r.label().filter(label::equals).isPresent())
                            .map(Release::id)
                            .reduce((_, newer) -> newer)
                            .stream()
                            .toList();
            case ByDigest(var start) ->
                    state.standing().releases().stream()
                            .filter(r -> r.digest().hex().startsWith(start))
                            .toList();
        };
    }

    private static Optional<ReleaseId> role(Word word, State state, List<HistoryLine> history) {
        var live = state.phase().serving();
        return switch (word) {
            case LIVE -> live;
            case LAST_GOOD -> state.standing().lastGood();
            case ROLLBACK_TARGET -> state.rollbackTo();
            case CANDIDATE -> state.phase().candidate();
            case PREVIOUS ->
                    history.stream()
                            .flatMap(line -> line.live().stream())
                            .filter(served -> !live.equals(Optional.of(served)))
                            .findFirst();
        };
    }

    private static String known(State state) {
        var all = state.standing().releases();
        return switch (all.size()) {
            case 0 -> "the service has no release yet";
            case 1 -> "the service has " + all.getFirst();
            default -> "the service has " + all.getFirst() + " to " + all.getLast();
        };
    }
}
