package lastgood.wire.file;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;

/// A hand-written file on its way to the server, with the digests of the files it names.
///
/// @param path as the sender calls the file; only for complaints
/// @param files digest by path, as the file writes it
public record Submission(String path, String text, SortedMap<String, Digest> files, Actor by) {
    public Submission {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /// The digest of a file that the text names; a problem where its bytes were not sent along.
    public Outcome<Digest> digest(RelativePath file) {
        return Optional.ofNullable(files.get(file.text()))
                .map(Outcome::done)
                .orElseGet(() ->
                        Outcome.refused(
                                Problem.of(
                                                Code.INVALID_FILE,
                                                path + " names a file that was not sent.")
                                        .because(
                                                "found no digest for '"
                                                        + file
                                                        + "', expected sha256:…")));
    }
}
