package lastgood.core.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Schema;
import lastgood.core.rollout.Settings;

/// Tries releases in a process of its own, so that a model that aborts takes nobody with it.
public interface Workbench {
    /// The tensors that a chain of graphs takes and gives, as its files say. Refused where a graph does not load, uses
    /// external data, or does not fit the one before it.
    Outcome<Signature> inspect(List<Blob> graphs);

    /// Runs the golden rows, or draws eight and records their answers, and infers ranges where asked.
    Outcome<Trial> tryOut(
            Manifest manifest, OfflineEvidence evidence, boolean inferRanges, long seed);

    /// Answers recorded rows and compares them with their labels.
    Outcome<Score> replay(Parts parts, Blob rows, Settings settings);

    /// Loads a release as it would have to serve and asks it its golden rows, each timed where it happens. Refused where
    /// it does not load.
    Outcome<Rehearsal> rehearse(Parts parts, Optional<Blob> golden, Pace pace);

    /// How much a rehearsal may take from those who answer requests on the same machine.
    enum Pace {
        /// As fast as a rollback would: its times mean something.
        FULL,
        /// Only what others leave, as long as they leave enough.
        SPARE
    }

    /// @param schema the first graph's inputs and the last graph's tensor outputs
    /// @param warnings such as outputs that are no tensors and are left out
    record Signature(Schema schema, List<String> warnings) {}

    /// @param golden the golden rows with their answers, one JSON document a line; empty: the model refused every
    ///     drawn row, and only shapes can be checked
    /// @param p99Micros of one row
    record Trial(
            Optional<byte[]> golden,
            boolean generated,
            int rows,
            List<OfflineEvidence.Range> ranges,
            long p99Micros,
            List<String> warnings) {}

    /// @param loading from the bytes at hand to a release that could answer
    /// @param asking all golden rows
    /// @param rows golden rows that were asked; 0 where there are none
    /// @param difference the first answer that is not as it was recorded; empty: all are
    record Rehearsal(Duration loading, Duration asking, int rows, Optional<String> difference) {}

    /// @param rows that had a label
    /// @param unanswered rows the release failed on; they count as wrong
    record Score(long rows, long right, long unanswered) {
        public double rate() {
            return rows == 0 ? 0 : (double) right / rows;
        }
    }
}
