package lastgood.wire.file;

import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.OfflineEvidence;

/// Reads a ranges file: least and greatest value of each model input column in training.
public final class RangesFile {
    private RangesFile() {}

    /// @param path as people call the file
    public static Outcome<List<OfflineEvidence.Range>> parse(String path, String text) {
        return Outcome.refused(Problem.of(Code.INTERNAL, path + " " + text.length()));
    }
}
