package lastgood.wire.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Where the control plane is, and who asks.
///
/// @param base `http://127.0.0.1:8484`, without a slash at its end
/// @param token sent along where there is one
/// @param by kept in the history: `cli:alice`
public record Server(URI base, Optional<String> token, String by) {
    public static final String DEFAULT_URL = "http://127.0.0.1:8484";
    private static final int LONGEST_NAME = 100;

    /// By `LASTGOOD_URL`, and `LASTGOOD_TOKEN` or the file that `LASTGOOD_TOKEN_FILE` names.
    public static Outcome<Server> of(Map<String, String> env) {
        return base(said(env, "LASTGOOD_URL").orElse(DEFAULT_URL))
                .then(base -> token(env).then(token -> Outcome.done(of(base, token, env))));
    }

    /// A token is never printed.
    @Override
    public String toString() {
        return "Server[" + base + ", " + by + "]";
    }

    private static Server of(URI base, Optional<String> token, Map<String, String> env) {
        return new Server(base, token, "cli:" + user(env));
    }

    private static Outcome<URI> base(String text) {
        try {
            var uri = new URI(text.replaceAll("/+$", ""));
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            if (scheme.matches("https?") && uri.getHost() != null && uri.getQuery() == null) {
                return Outcome.done(uri);
            }
        } catch (URISyntaxException e) {
            // said below, in our own words
        }
        return Outcome.refused(
                Problem.of(Code.WRONG_USAGE, "LASTGOOD_URL is no address of a server.")
                        .because("found '" + text + "', expected one such as " + DEFAULT_URL)
                        .tryThis("export LASTGOOD_URL=" + DEFAULT_URL));
    }

    private static Outcome<Optional<String>> token(Map<String, String> env) {
        var token = said(env, "LASTGOOD_TOKEN");
        var file = said(env, "LASTGOOD_TOKEN_FILE");
        if (token.isPresent() || file.isEmpty()) {
            return checked(token.map(String::strip), "LASTGOOD_TOKEN");
        }
        try {
            return checked(
                    Optional.of(Files.readString(Path.of(file.get())).strip()),
                    "the file that LASTGOOD_TOKEN_FILE names");
        } catch (IOException | IllegalArgumentException e) {
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "The token's file cannot be read.")
                            .because("LASTGOOD_TOKEN_FILE is '" + file.get() + "': " + e)
                            .tryThis("ls -l " + file.get()));
        }
    }

    private static Outcome<Optional<String>> checked(Optional<String> token, String where) {
        if (token.filter(t -> !t.matches("[!-~]{1,500}")).isPresent()) {
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "The token has not the form of one.")
                            .because("found blanks or other characters no token has in " + where));
        }
        return Outcome.done(token);
    }

    private static String user(Map<String, String> env) {
        var name =
                said(env, "USER")
                        .or(() -> said(env, "LOGNAME"))
                        .orElseGet(() -> System.getProperty("user.name", "unknown"));
        var plain = name.replaceAll("[^!-~]", "?");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    private static Optional<String> said(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(text -> !text.isBlank());
    }
}
