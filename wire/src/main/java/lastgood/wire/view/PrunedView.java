package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Standing;

/// A release that somebody let go. Its files are not kept; that there was one, and what became of it, is.
///
/// @param state always `pruned`, where those that are kept say what they do now
/// @param good whether it ever earned *good*
/// @param held why it may not be rolled out, should it come back; null where it may
public record PrunedView(
        String service,
        String release,
        String digest,
        String state,
        boolean good,
        Optional<HeldView> held,
        Instant prunedAt,
        String prunedBy) {
    public static final String PRUNED = "pruned";

    /// By number.
    public static List<PrunedView> all(ServiceName service, Standing standing) {
        return standing.releases().stream()
                .flatMap(id ->
                        standing.pruning(id).stream()
                                .map(pruned ->
                                        new PrunedView(
                                                service.text(),
                                                id.name(),
                                                id.digest().toString(),
                                                PRUNED,
                                                standing.isGood(id),
                                                HeldView.all(standing).stream()
                                                        .filter(h -> h.release().equals(id.name()))
                                                        .findFirst(),
                                                pruned.at(),
                                                pruned.by().text())))
                .toList();
    }
}
