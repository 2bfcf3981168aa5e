package lastgood.mlflow.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.ModelRef;

/// The folder of one logged model among the artifacts that a tracking server hands out itself.
///
/// A location that a server names is never opened: it is only ever a place below that server's own artifact address.
///
/// @param path names joined by `/`; none of them leads up or out
public record ArtifactFolder(String path) {
    static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
    private static final int LONGEST = 1_000;

    /// Of a location such as `mlflow-artifacts:/1/models/m-…/artifacts`.
    public static Outcome<ArtifactFolder> of(Tracking tracking, String location) {
        try {
            var uri = new URI(location);
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("file");
            var path = Optional.ofNullable(uri.getPath()).orElse("");
            if (scheme.equals("mlflow-artifacts") && isHere(tracking, uri)) {
                return folder(
                        tracking, path.startsWith(PROXY) ? path.substring(PROXY.length()) : path);
            }
            var proxy = Optional.ofNullable(tracking.base().getPath()).orElse("") + PROXY + "/";
            if (scheme.matches("https?") && isHere(tracking, uri) && path.startsWith(proxy)) {
                return folder(tracking, path.substring(proxy.length()));
            }
            return Outcome.refused(elsewhere(location));
        } catch (URISyntaxException e) {
            return Outcome.refused(
                    Trouble.unusable(
                            tracking,
                            "the model's location is no address: " + Trouble.tame(location)));
        }
    }

    /// The address of a file in it. Which file, the model's own description says; it lies in the folder or below.
    public Outcome<String> file(Tracking tracking, String name) {
        return isPlain(name)
                ? Outcome.done(PROXY + "/" + encoded(path) + "/" + encoded(name))
                : Outcome.refused(
                        Trouble.unusable(
                                tracking,
                                "it names a file outside the model's folder: "
                                        + Trouble.tame(name)));
    }

    /// A folder in it.
    Outcome<ArtifactFolder> below(Tracking tracking, String name) {
        return folder(tracking, path + "/" + name);
    }

    /// The address of the list of what lies in it.
    public String list() {
        return PROXY + "?path=" + ModelRef.piece(path);
    }

    private static Outcome<ArtifactFolder> folder(Tracking tracking, String path) {
        var plain = path.replaceAll("^/", "");
        return isPlain(plain)
                ? Outcome.done(new ArtifactFolder(plain))
                : Outcome.refused(
                        Trouble.unusable(
                                tracking,
                                "the model's location leads out of the server's artifacts: "
                                        + Trouble.tame(path)));
    }

    private static boolean isHere(Tracking tracking, URI uri) {
        return uri.getHost() == null
                ? uri.getScheme().equals("mlflow-artifacts") && uri.getAuthority() == null
                : uri.getHost().equalsIgnoreCase(tracking.base().getHost())
                        && uri.getPort() == tracking.base().getPort();
    }

    private static boolean isPlain(String path) {
        return path.length() <= LONGEST
                && path.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c))
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(n -> n.isBlank() || n.equals(".") || n.equals(".."));
    }

    private static String encoded(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(ModelRef::piece)
                .collect(Collectors.joining("/"));
    }

    private static Problem elsewhere(String location) {
        return Problem.of(
                        Code.MLFLOW_UNUSABLE,
                        "The model's files are not handed out by the MLflow server itself.")
                .because(
                        "they lie at " + Trouble.tame(location),
                        "only what the tracking server hands out (mlflow-artifacts:) is read; a bucket or a folder that it merely names is not, for such a name could lead anywhere")
                .tryThis(
                        "mlflow server --serve-artifacts --artifacts-destination s3://BUCKET   # and log the model again");
    }
}
