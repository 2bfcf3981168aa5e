package lastgood.control.release;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;

/// Finds the release that people mean: `r41`, `live`, `last-good`, `rollback-target`, `candidate`, `previous`,
/// `label:…`, `@sha256:…` with eight digits or more.
public final class References {
    private static final int LEAST_DIGITS = 8;

    private final Releases releases;

    public References(Releases releases) {
        this.releases = releases;
    }

    public Outcome<ReleaseId> resolve(ServiceName service, State state, String reference)
            throws IOException {
        var standing = state.standing();
        Optional<ReleaseId> found =
                switch (reference) {
                    case "live" -> state.phase().serving();
                    case "last-good" -> standing.lastGood();
                    case "rollback-target" -> state.rollbackTo();
                    case "candidate" -> state.phase().candidate();
                    case "previous" ->
                            state.phase().serving().flatMap(l -> standing.release(l.number() - 1));
                    default -> byName(service, state, reference);
                };
        return found.map(Outcome::done)
                .orElseGet(() -> Outcome.refused(unknown(service, state, reference)));
    }

    private Optional<ReleaseId> byName(ServiceName service, State state, String reference)
            throws IOException {
        if (reference.matches("r[1-9][0-9]{0,8}")) {
            return state.standing().release(Integer.parseInt(reference.substring(1)));
        }
        if (reference.startsWith("@sha256:")
                && reference.length() >= "@sha256:".length() + LEAST_DIGITS) {
            var digits = reference.substring("@sha256:".length()).toLowerCase(Locale.ROOT);
            return only(
                    state.standing().releases().stream()
                            .filter(r -> r.digest().hex().startsWith(digits))
                            .toList());
        }
        if (reference.startsWith("label:")) {
            var label = reference.substring("label:".length());
            var newest = releases.list(service).reversed();
            return newest.stream()
                    .filter(r -> r.label().equals(Optional.of(label)))
                    .map(r -> r.id())
                    .findFirst();
        }
        return Optional.empty();
    }

    private static Optional<ReleaseId> only(List<ReleaseId> found) {
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static Problem unknown(ServiceName service, State state, String reference) {
        var there =
                state.standing().releases().stream()
                        .map(ReleaseId::name)
                        .collect(Collectors.joining(", "));
        return Problem.of(Code.NO_SUCH_RELEASE, service + " has no release '" + reference + "'.")
                .because(there.isEmpty() ? "it has no releases yet" : "it has " + there)
                .tryThis("lastgood release list " + service)
                .inState(state.traffic());
    }
}
