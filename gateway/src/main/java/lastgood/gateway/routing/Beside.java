package lastgood.gateway.routing;

import java.util.OptionalInt;
import lastgood.core.prediction.Arm;
import lastgood.core.rollout.Route;

/// Who is asked a copy of a request that live answers, and what is counted of it.
///
/// @param candidate in shadow: what it says nobody is told
/// @param counted whose outcome the guards count of the two: by a fair coin, or by the sticky key as in any split
/// @param keySlot empty: no sticky key was sent
public record Beside<R>(R candidate, Route.Watch watch, Arm counted, OptionalInt keySlot) {}
