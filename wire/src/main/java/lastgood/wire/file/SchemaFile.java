package lastgood.wire.file;

import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Schema;

/// Reads a schema file: the tensors of a request and of its answer.
public final class SchemaFile {
    private SchemaFile() {}

    /// @param path as people call the file
    public static Outcome<Schema> parse(String path, String text) {
        return Outcome.refused(Problem.of(Code.INTERNAL, path + " " + text.length()));
    }
}
