package lastgood.mlflow.rest;

import java.time.Duration;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.mlflow.Json;
import tools.jackson.databind.JsonNode;

/// What goes wrong with a tracking server, in words. What it said itself is cut short and kept free of control
/// characters.
final class Trouble {
    private static final int LONGEST = 300;

    private Trouble() {}

    static Problem nobody(Tracking tracking) {
        return Problem.of(Code.MLFLOW_UNREACHABLE, "No MLflow server answers at " + tracking + ".")
                .because("nothing accepts a connection there")
                .tryThis("curl " + tracking + "/health");
    }

    static Problem tooLate(Tracking tracking, String address, Duration time) {
        return Problem.of(
                        Code.MLFLOW_UNREACHABLE,
                        "MLflow at " + tracking + " did not answer in time.")
                .because(
                        path(address)
                                + " was not answered whole within "
                                + (time.toMillis() < 1000
                                        ? time.toMillis() + " ms"
                                        : time.toSeconds() + " s"))
                .tryThis("curl " + tracking + "/health");
    }

    static Problem brokenOff(Tracking tracking, String address, String why) {
        return Problem.of(
                        Code.MLFLOW_UNREACHABLE,
                        "The connection to MLflow at " + tracking + " broke off.")
                .because(path(address) + ": " + tame(why));
    }

    static Problem tooMuch(Tracking tracking, String address, long most) {
        return unusable(
                tracking,
                path(address) + " is larger than the " + most + " bytes that are taken of it");
    }

    static Problem nonsense(Tracking tracking, String address, String why) {
        return unusable(tracking, path(address) + ": " + tame(why));
    }

    static Problem sentOn(Tracking tracking, String address, Optional<String> where) {
        return unusable(
                tracking,
                path(address)
                        + " is answered with a redirect"
                        + where.map(w -> " to " + tame(w)).orElse("")
                        + ", and none is followed: it could lead anywhere");
    }

    /// MLflow says in words of its own why it refuses.
    static Problem refusal(Tracking tracking, String address, int status, JsonNode said) {
        var code = Json.text(said, "error_code").orElse("");
        var message = tame(Json.text(said, "message").orElse("status " + status));
        if (code.equals("RESOURCE_DOES_NOT_EXIST")
                || (code.equals("INVALID_PARAMETER_VALUE") && message.endsWith("not found."))) {
            return Problem.of(Code.NO_SUCH_MODEL, "MLflow at " + tracking + " does not have it.")
                    .because(message);
        }
        if (status == 401 || status == 403) {
            return Problem.of(
                            Code.MLFLOW_UNUSABLE,
                            "MLflow at " + tracking + " wants to know who asks.")
                    .because(path(address) + ": " + message)
                    .tryThis(
                            "export MLFLOW_TRACKING_USERNAME=… MLFLOW_TRACKING_PASSWORD=…",
                            "export MLFLOW_TRACKING_TOKEN=…");
        }
        return unusable(tracking, path(address) + ": " + status + " " + message);
    }

    static Problem unusable(Tracking tracking, String why) {
        return Problem.of(
                        Code.MLFLOW_UNUSABLE,
                        "What MLflow at " + tracking + " answered cannot be used.")
                .because(why);
    }

    static String tame(String text) {
        var plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }

    private static String path(String address) {
        return address.replaceAll("\\?.*", "");
    }
}
