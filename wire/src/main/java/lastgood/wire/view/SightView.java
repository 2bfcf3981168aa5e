package lastgood.wire.view;

import java.util.Optional;

/// Whether a step, at this traffic, would see a release that is so much worse.
///
/// @param step from 1
/// @param share of the step, 0..1
/// @param guard its name
/// @param worse the harm asked about: `wrong ×4`, `errors ×2`
/// @param seen whether the guard would have tripped by the end of the step
/// @param needs candidate requests it takes; null where no number of them would do
public record SightView(
        int step, double share, String guard, String worse, boolean seen, Optional<Long> needs) {}
