package lastgood.core.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import lastgood.core.guard.Foresight;
import lastgood.core.guard.Sight;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Situation;

/// What the steps of a rollout could see before it starts, at the traffic there is.
///
/// @param perSecond requests of the service; empty: not known
/// @param rates live's, where they are known; elsewhere [Foresight#assumed] holds
public record Outlook(Terms terms, OptionalDouble perSecond, Map<Signal, Double> rates) {
    public Outlook {
        rates = Map.copyOf(rates);
    }

    /// @param step from 0
    /// @param share the candidate's in it; 0 in shadow
    /// @param seconds until so many candidate units have come; empty: nobody knows
    public record StepSight(int step, double share, Sight sight, OptionalDouble seconds) {}

    /// Of every step but the last: there is nobody to be compared with any more.
    public List<StepSight> steps() {
        var steps = new ArrayList<StepSight>();
        for (int step = 0; step < terms.lastStep(); step++) {
            int number = step;
            double share = terms.steps().get(step).fraction();
            foresight(step).sights(terms.guards(), terms.shadow().isPresent()).stream()
                    .filter(s -> !terms.isShadow(number) || !Situation.needsLabels(s.guard()))
                    .forEach(s -> steps.add(new StepSight(number, share, s, seconds(number, s))));
        }
        return steps;
    }

    /// What is odd about the guards, whatever comes.
    public List<Lint> lints() {
        return Lint.of(terms.guards(), rates);
    }

    private Foresight foresight(int step) {
        return terms.isShadow(step)
                ? new Foresight(Situation.SHADOW_CHANCE, copies(), rates)
                : new Foresight(terms.steps().get(step).fraction(), requests(), rates);
    }

    private OptionalLong requests() {
        return perSecond.isPresent()
                ? OptionalLong.of(
                        Math.round(perSecond.getAsDouble() * terms.stepTime().toMillis() / 1000))
                : OptionalLong.empty();
    }

    /// Requests whose outcomes a shadow compares.
    private OptionalLong copies() {
        return switch (terms.shadow().orElseThrow()) {
            case Shadow.Answers(var number) -> OptionalLong.of(number);
            case Shadow.Time(var time) ->
                    perSecond.isPresent()
                            ? OptionalLong.of(Math.round(copied() * time.toMillis() / 1000))
                            : OptionalLong.empty();
        };
    }

    private double copied() {
        return Math.min(perSecond.orElse(0), Shadow.MOST_A_SECOND);
    }

    private OptionalDouble seconds(int step, Sight sight) {
        double units =
                terms.isShadow(step)
                        ? copied() * Situation.SHADOW_CHANCE
                        : perSecond.orElse(0) * terms.steps().get(step).fraction();
        return units > 0 && sight.unitsNeeded().isPresent()
                ? OptionalDouble.of(sight.unitsNeeded().getAsLong() / units)
                : OptionalDouble.empty();
    }
}
