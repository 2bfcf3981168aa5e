package lastgood.mlflow.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Where an MLflow tracking server is, and who asks.
///
/// @param base without a slash at its end
/// @param authorization the whole header; sent to that address only
public record Tracking(URI base, Optional<String> authorization) {
    public static final String VARIABLE = "MLFLOW_TRACKING_URI";

    /// By an address that was given, or else `MLFLOW_TRACKING_URI`; with what MLflow's own clients send:
    /// `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`, or `MLFLOW_TRACKING_TOKEN`.
    ///
    /// @param option how the address is given on a command line
    public static Outcome<Tracking> of(
            Optional<String> given, String option, Map<String, String> env) {
        var text = given.or(() -> said(env, VARIABLE));
        if (text.isEmpty()) {
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "Which MLflow server?")
                            .because("neither " + option + " nor " + VARIABLE + " names one")
                            .tryThis("export " + VARIABLE + "=http://127.0.0.1:5000"));
        }
        return base(text.get(), given.isPresent() ? option : VARIABLE)
                .then(base -> authorization(env).then(a -> Outcome.done(new Tracking(base, a))));
    }

    /// Credentials are never printed.
    @Override
    public String toString() {
        return base.toString();
    }

    private static Outcome<URI> base(String text, String where) {
        var plain = text.strip().replaceAll("/+$", "");
        try {
            var uri = new URI(plain);
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            if (scheme.matches("https?") && uri.getHost() != null && uri.getQuery() == null) {
                return uri.getUserInfo() == null
                        ? Outcome.done(uri)
                        : refused(where + " has credentials in its address").then(Outcome::done);
            }
        } catch (URISyntaxException e) {
            // said below, in our own words
        }
        return refused(where + " is '" + plain + "'");
    }

    private static Outcome<URI> refused(String why) {
        return Outcome.refused(
                Problem.of(Code.WRONG_USAGE, "That is no address of an MLflow tracking server.")
                        .because(
                                why,
                                "expected one such as http://127.0.0.1:5000; a folder or a database is reached through a server, credentials by MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN")
                        .tryThis("mlflow server --backend-store-uri sqlite:///mlflow.db"));
    }

    private static Outcome<Optional<String>> authorization(Map<String, String> env) {
        var user = said(env, "MLFLOW_TRACKING_USERNAME");
        var password = said(env, "MLFLOW_TRACKING_PASSWORD");
        var token = said(env, "MLFLOW_TRACKING_TOKEN").map(String::strip);
        if (user.isPresent() && password.isPresent()) {
            var both = (user.get() + ":" + password.get()).getBytes(StandardCharsets.UTF_8);
            return Outcome.done(Optional.of("Basic " + Base64.getEncoder().encodeToString(both)));
        }
        if (token.filter(t -> !t.matches("[!-~]{1,8000}")).isPresent()) {
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "The token has not the form of one.")
                            .because("MLFLOW_TRACKING_TOKEN holds characters no token has"));
        }
        return Outcome.done(token.map(t -> "Bearer " + t));
    }

    private static Optional<String> said(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(text -> !text.isBlank());
    }
}
