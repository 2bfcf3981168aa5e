package lastgood.wire.file;

import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Reads a file that is applied: services and components, as many as it has documents.
public final class DeclarationFile {
    private DeclarationFile() {}

    /// @param path as people call the file
    public static Outcome<List<Declaration>> parse(String path, String text) {
        return Outcome.refused(Problem.of(Code.INTERNAL, path + " " + text.length()));
    }
}
