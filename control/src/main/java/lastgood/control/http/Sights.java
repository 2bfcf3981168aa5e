package lastgood.control.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import lastgood.core.guard.Foresight;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.State;
import lastgood.wire.view.SightView;

/// What each step of a rollout that just started can see at the traffic there is.
final class Sights {
    private Sights() {}

    /// @param perSecond requests of the service; empty: not known
    static List<SightView> of(State state, OptionalDouble perSecond) {
        return state.phase().watched().map(rollout -> of(rollout, perSecond)).orElse(List.of());
    }

    private static List<SightView> of(Rollout rollout, OptionalDouble perSecond) {
        var terms = rollout.terms();
        var expected =
                perSecond.isPresent()
                        ? OptionalLong.of(
                                Math.round(
                                        perSecond.getAsDouble()
                                                * terms.stepTime().toMillis()
                                                / 1000))
                        : OptionalLong.empty();
        var views = new ArrayList<SightView>();
        for (int step = 0; step < terms.lastStep(); step++) {
            double share = terms.steps().get(step).fraction();
            for (var sight : new Foresight(share, expected, Map.of()).sights(terms.guards())) {
                views.add(SightView.of(step, share, sight));
            }
        }
        return views;
    }
}
