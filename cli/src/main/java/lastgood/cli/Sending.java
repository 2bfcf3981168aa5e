package lastgood.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import lastgood.cli.screen.Figures;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.wire.file.RelativePath;
import lastgood.wire.request.SubmissionRequest;

/// A hand-written file and the files it names, on their way to the server. Bytes go first, each file once; what is
/// sent last is the text, with the digest of every file.
public final class Sending {
    private static final int CHUNK = 1 << 16;
    private static final long WORTH_TELLING = 1 << 20;

    private final Session session;
    private final String said;
    private final Path source;
    private final Optional<String> given;
    private final Map<String, Path> made;

    /// @param said the file as it was typed
    public Sending(Session session, String said) {
        this(
                session,
                said,
                session.environment().folder().resolve(said),
                Optional.empty(),
                Map.of());
    }

    private Sending(
            Session session,
            String said,
            Path source,
            Optional<String> given,
            Map<String, Path> made) {
        this.session = session;
        this.said = said;
        this.source = source;
        this.given = given;
        this.made = made;
    }

    /// A text that nobody wrote by hand, with files that were made for it.
    ///
    /// @param said what complaints call it
    /// @param source beside which all other files lie that it names
    /// @param made files by the name the text has for them
    public static Sending made(
            Session session, String said, Path source, String text, Map<String, Path> made) {
        return new Sending(session, said, source, Optional.of(text), made);
    }

    /// Where the file lies.
    public Path source() {
        return source;
    }

    /// Reads the file, sends every file it names, and answers with what is left to send.
    ///
    /// @param parse says which files those are, or what is wrong
    public SubmissionRequest send(BiFunction<String, String, Outcome<List<RelativePath>>> parse) {
        return send(parse, Map.of());
    }

    /// @param stored files that lie in the server's store already, with their digests
    public SubmissionRequest send(
            BiFunction<String, String, Outcome<List<RelativePath>>> parse,
            Map<RelativePath, Digest> stored) {
        var text = text();
        var paths =
                Refusal.must(parse.apply(said, text)).stream()
                        .filter(path -> !stored.containsKey(path))
                        .toList();
        checkThere(paths);
        var digests = new TreeMap<String, Digest>();
        paths.forEach(path -> digests.put(path.text(), store(path)));
        stored.forEach((path, digest) -> digests.put(path.text(), digest));
        return SubmissionRequest.of(said, text, digests);
    }

    /// The text that was given, or else the file's.
    public String text() {
        return given.orElseGet(() -> new NamedFile(said, source).text());
    }

    private void checkThere(List<RelativePath> paths) {
        var missing = paths.stream().filter(p -> !Files.isRegularFile(at(p))).toList();
        if (!missing.isEmpty()) {
            throw new Refusal(
                    Problem.of(Code.INVALID_FILE, said + " names files that are not there.")
                            .because(
                                    missing.stream()
                                            .map(p -> p + ": no file at " + at(p))
                                            .toList()));
        }
    }

    private Digest store(RelativePath path) {
        var file = at(path);
        try {
            var digest = digest(file);
            if (Files.size(file) >= WORTH_TELLING && !session.screen().look().json()) {
                session.screen()
                        .talk("sending " + path + ", " + Figures.size(Files.size(file)) + " …");
            }
            Refusal.must(session.client().store(file, digest));
            return digest;
        } catch (IOException e) {
            throw refusal(Code.INVALID_FILE, path + " cannot be read.", e.toString());
        }
    }

    private Path at(RelativePath path) {
        return Optional.ofNullable(made.get(path.text()))
                .orElseGet(() -> source.resolveSibling(path.text()));
    }

    private static Digest digest(Path file) throws IOException {
        var hash = Digest.sha256();
        try (var in = Files.newInputStream(file)) {
            var chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                hash.update(chunk, 0, n);
            }
        }
        return Digest.of(hash);
    }

    private static Refusal refusal(Code code, String what, String why) {
        return new Refusal(Problem.of(code, what).because(why));
    }
}
