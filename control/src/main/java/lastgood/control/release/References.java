package lastgood.control.release;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import lastgood.core.port.Releases;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Retention;
import lastgood.core.rollout.State;
import lastgood.wire.ReleaseRef;

/// Finds the release that people mean. What a reference means is [ReleaseRef]'s to say; this brings what it asks for.
public final class References {
    private final Releases releases;
    private final Function<ServiceName, List<HistoryLine>> history;

    /// @param history of a service, newest first
    public References(Releases releases, Function<ServiceName, List<HistoryLine>> history) {
        this.releases = releases;
        this.history = history;
    }

    public Outcome<ReleaseId> resolve(ServiceName service, State state, String reference)
            throws IOException {
        // Only a label needs the store and only one word the history: a way back is found also
        // where neither can be had.
        List<Release> stored = reference.startsWith("label:") ? releases.list(service) : List.of();
        List<HistoryLine> lines = reference.equals("previous") ? history.apply(service) : List.of();
        return ReleaseRef.resolve(reference, state, stored, lines)
                .then(id ->
                        state.standing().isPruned(id)
                                ? Outcome.refused(Retention.pruned(state, id))
                                : Outcome.done(id));
    }
}
