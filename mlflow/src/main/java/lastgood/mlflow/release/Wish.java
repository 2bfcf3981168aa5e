package lastgood.mlflow.release;

import java.util.Optional;

/// What a release is to be that MLflow does not say.
///
/// @param overlay the text of a release file whose keys stand over what was found; a key that is null there is left out
public record Wish(Optional<String> service, Optional<String> label, Optional<Overlay> overlay) {
    /// @param path as people call it
    public record Overlay(String path, String text) {}
}
