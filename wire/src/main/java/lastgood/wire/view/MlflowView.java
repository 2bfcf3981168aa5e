package lastgood.wire.view;

import java.time.Instant;
import java.util.Optional;
import lastgood.core.port.Aliases;

/// How a service's aliases stand in MLflow.
///
/// @param champion `models:/wine/2`: the version that the alias of what is live was put on last
/// @param lastGood the same of what is last good
/// @param at when MLflow said so last
/// @param problem why they are not where they should be; it is tried on
public record MlflowView(
        Optional<String> champion,
        Optional<String> lastGood,
        Optional<Instant> at,
        Optional<String> problem) {
    public static MlflowView of(Aliases.Shown shown) {
        return new MlflowView(shown.champion(), shown.lastGood(), shown.at(), shown.problem());
    }
}
