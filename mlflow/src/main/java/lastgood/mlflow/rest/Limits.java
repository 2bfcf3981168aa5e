package lastgood.mlflow.rest;

import java.time.Duration;

/// What one exchange with MLflow may take.
///
/// @param connect until somebody accepts the connection
/// @param answer for a whole answer in JSON
/// @param file for a whole file
/// @param mostAnswer bytes of an answer in JSON, and of a small file
/// @param mostFile bytes of a file; ONNX itself ends at two gigabytes
public record Limits(
        Duration connect, Duration answer, Duration file, long mostAnswer, long mostFile) {
    public static final Limits DEFAULT =
            new Limits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(10),
                    16L << 20,
                    2L << 30);

    /// For what only names things: nobody waits for it, so it is given up soon and tried again.
    public static final Limits BRIEF =
            new Limits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    1L << 20,
                    1L << 20);
}
