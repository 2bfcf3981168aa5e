package lastgood.control.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.wire.file.RelativePath;
import lastgood.wire.file.Submission;

/// The files that came with a submission: their bytes are in the store under the digests that the sender names.
final class SubmittedFiles {
    /// A schema, ranges or other text that is read whole.
    private static final long MOST_TEXT = 16L << 20;

    private final Submission submission;
    private final Blobs blobs;

    SubmittedFiles(Submission submission, Blobs blobs) {
        this.submission = submission;
        this.blobs = blobs;
    }

    Outcome<Blob> blob(RelativePath path) throws IOException {
        var digest = submission.files().get(path.text());
        if (digest == null) {
            return Outcome.refused(
                    Problem.of(
                                    Code.WRONG_USAGE,
                                    "The submission has no digest for '" + path.text() + "'.")
                            .because(
                                    submission.path()
                                            + " names this file; files holds "
                                            + submission.files().keySet())
                            .tryThis("lastgood release create -f " + submission.path()));
        }
        var size = blobs.size(digest);
        if (size.isEmpty()) {
            return Outcome.refused(
                    Problem.of(
                                    Code.INVALID_RELEASE,
                                    "The bytes of '" + path.text() + "' are not stored here.")
                            .because("nothing was uploaded under " + digest)
                            .tryThis("lastgood release create -f " + submission.path()));
        }
        return Outcome.done(new Blob(fileName(path), digest, size.get()));
    }

    /// A file's text, of at most 16 MiB.
    Outcome<String> text(RelativePath path) throws IOException {
        return switch (blob(path)) {
            case Outcome.Refused<Blob>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<Blob>(var blob) when blob.size() > MOST_TEXT ->
                    Outcome.refused(
                            Problem.of(
                                            Code.TOO_LARGE,
                                            "'" + path.text() + "' has " + blob.size() + " bytes.")
                                    .because("at most " + MOST_TEXT + " bytes are read of it"));
            case Outcome.Done<Blob>(var blob) ->
                    Outcome.done(
                            new String(
                                    blobs.read(blob.digest()).orElseThrow(),
                                    StandardCharsets.UTF_8));
        };
    }

    static String fileName(RelativePath path) {
        return path.text().substring(path.text().lastIndexOf('/') + 1);
    }
}
