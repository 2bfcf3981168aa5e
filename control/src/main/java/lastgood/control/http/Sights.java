package lastgood.control.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import lastgood.core.guard.Foresight;
import lastgood.core.guard.Situation;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import lastgood.wire.view.SightView;

/// What each step of a rollout that just started can see at the traffic there is.
final class Sights {
    private Sights() {}

    /// @param perSecond requests of the service; empty: not known
    static List<SightView> of(State state, OptionalDouble perSecond) {
        return state.phase()
                .watched()
                .filter(r -> r.returnTo().isPresent())
                .map(rollout -> of(rollout, perSecond))
                .orElse(List.of());
    }

    /// Requests whose outcomes a shadow compares, at the traffic there is.
    private static OptionalLong copies(Terms terms, OptionalDouble perSecond) {
        return switch (terms.shadow().orElseThrow()) {
            case Shadow.Answers(var number) -> OptionalLong.of(number);
            case Shadow.Time(var time) ->
                    perSecond.isPresent()
                            ? OptionalLong.of(
                                    Math.round(
                                            Math.min(perSecond.getAsDouble(), Shadow.MOST_A_SECOND)
                                                    * time.toMillis()
                                                    / 1000))
                            : OptionalLong.empty();
        };
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
            int number = step;
            double share = terms.steps().get(step).fraction();
            boolean shadow = terms.isShadow(step);
            var foresight =
                    shadow
                            ? new Foresight(
                                    Situation.SHADOW_CHANCE, copies(terms, perSecond), Map.of())
                            : new Foresight(share, expected, Map.of());
            foresight.sights(terms.guards(), terms.shadow().isPresent()).stream()
                    .filter(sight -> !shadow || !Situation.needsLabels(sight.guard()))
                    .forEach(sight -> views.add(SightView.of(number, share, sight)));
        }
        return views;
    }
}
