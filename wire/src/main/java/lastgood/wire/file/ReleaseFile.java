package lastgood.wire.file;

import lastgood.core.problem.Outcome;

/// Reads a release file: one document of `kind: Release`.
public final class ReleaseFile {
    private ReleaseFile() {}

    /// @param path as people call the file
    public static Outcome<ReleaseDraft> parse(String path, String text) {
        var complaints = new Complaints(path);
        var documents = Documents.read(text, complaints);
        documents.stream()
                .skip(1)
                .forEach(d -> complaints.add(d.line(), "", "found a second document", "only one"));
        var draft =
                documents.stream()
                        .findFirst()
                        .filter(document -> isRelease(document, complaints))
                        .flatMap(document -> new ReleaseReader(document.top()).read());
        return complaints.outcome(draft::orElseThrow);
    }

    private static boolean isRelease(Documents.Document document, Complaints complaints) {
        if (document.kind().equals("Release")) {
            return true;
        }
        complaints.add(
                document.line(),
                "kind",
                "found '" + document.kind() + "'",
                "Release here; a service or component is declared by: lastgood apply -f FILE");
        return false;
    }
}
