package lastgood.gateway.running.workbench;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.rollout.Settings;

/// What the child process is told to do. The bytes lie beside it, under their digests.
sealed interface Job {

    record Inspect(List<Blob> graphs) implements Job {}

    record TryOut(
            Manifest manifest,
            OfflineEvidence evidence,
            boolean inferRanges,
            long seed,
            RowsAtHand looked)
            implements Job {}

    record Replay(
            Parts parts, Blob rows, Settings.Task task, Optional<String> answer, RowsAtHand looked)
            implements Job {}

    record Rehearse(Parts parts, Optional<Blob> golden, RowsAtHand looked) implements Job {}
}
