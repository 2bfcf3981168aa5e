package lastgood.core.prediction;

import java.util.List;
import java.util.Optional;

/// One line of the prediction log: who was asked what, who answered, and how it went.
///
/// @param atMillis when it was answered, milliseconds since 1970
/// @param release whose answer it is; where nobody answered, the one that should have
/// @param epoch of the route it was answered under
/// @param rollout number of the rollout it was counted in; 0: none was under way
/// @param step which step of it, from 0
/// @param arm which side it was assigned to
/// @param shielded another release answered in the place of the one it was assigned to
/// @param shadow a copy of a request that live has answered: nobody was told what the candidate said
/// @param status how it ended
/// @param code of the problem that kept a release from answering; empty: none did
/// @param id the prediction id; empty where no release answered; of a copy, that of live's answer
/// @param keyHash stands for the sticky key; empty where none was sent
/// @param micros from the moment it was complete to its answer
/// @param complete false: there was too much to keep, so that values are missing
public record LoggedPrediction(
        long atMillis,
        LoggedRelease release,
        long epoch,
        int rollout,
        int step,
        Arm arm,
        boolean shielded,
        boolean shadow,
        Status status,
        Optional<String> code,
        Optional<String> id,
        Optional<String> keyHash,
        long micros,
        boolean complete,
        List<LoggedTensor> inputs,
        List<LoggedTensor> outputs) {
    public LoggedPrediction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public enum Status {
        ANSWERED,
        /// The service's fixed answer, as no release could.
        DEGRADED,
        FAILED;

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// About what it takes in memory and on disk.
    public long bytes() {
        long bytes = 256;
        for (var tensor : inputs) {
            bytes += 64 + tensor.raw().length;
        }
        for (var tensor : outputs) {
            bytes += 64 + tensor.raw().length;
        }
        return bytes;
    }
}
