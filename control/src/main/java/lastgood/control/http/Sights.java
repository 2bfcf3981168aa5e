package lastgood.control.http;

import java.util.List;
import lastgood.core.rollout.State;
import lastgood.wire.view.SightView;

/// What each step of a rollout can see.
final class Sights {
    List<SightView> of(State state) {
        return state.phase().watched().map(_ -> List.<SightView>of()).orElse(List.of());
    }
}
