package lastgood.wire.file;

import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Reads a release file: one document of `kind: Release`.
public final class ReleaseFile {
    private ReleaseFile() {}

    /// @param path as people call the file
    public static Outcome<ReleaseDraft> parse(String path, String text) {
        return Outcome.refused(Problem.of(Code.INTERNAL, path + " " + text.length()));
    }
}
