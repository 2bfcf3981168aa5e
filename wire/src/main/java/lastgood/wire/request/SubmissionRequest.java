package lastgood.wire.request;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.wire.file.Submission;

/// A hand-written file with the digests of the files it names; their bytes were sent before.
///
/// @param path as the sender calls the file; only for complaints
/// @param text of the file
/// @param files digest by path, as the file writes it
public record SubmissionRequest(String path, String text, SortedMap<String, String> files) {

    public SubmissionRequest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    public static SubmissionRequest of(String path, String text, Map<String, Digest> digests) {
        var files = new TreeMap<String, String>();
        digests.forEach((file, digest) -> files.put(file, digest.toString()));
        return new SubmissionRequest(path, text, files);
    }

    public Outcome<Submission> submission(Actor by) {
        var digests = new TreeMap<String, Digest>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            try {
                digests.put(file.getKey(), Digest.parse(String.valueOf(file.getValue())));
            } catch (IllegalArgumentException e) {
                return Outcome.refused(
                        Problem.of(
                                        Code.WRONG_USAGE,
                                        "The submission names a file without a digest.")
                                .because("files." + file.getKey() + ": " + e.getMessage()));
            }
        }
        return Outcome.done(new Submission(path, text, digests, by));
    }
}
