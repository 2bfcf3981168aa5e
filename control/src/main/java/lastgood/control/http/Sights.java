package lastgood.control.http;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lastgood.core.rollout.Outlook;
import lastgood.core.rollout.State;
import lastgood.wire.view.SightView;

/// What each step of a rollout that just started can see at the traffic there is.
final class Sights {
    private Sights() {}

    /// @param perSecond requests of the service; empty: not known
    static List<SightView> of(State state, OptionalDouble perSecond) {
        return state.phase()
                .watched()
                .filter(r -> r.returnTo().isPresent())
                .map(rollout -> new Outlook(rollout.terms(), perSecond, Map.of()))
                .map(outlook -> outlook.steps().stream().map(SightView::of).toList())
                .orElse(List.of());
    }
}
