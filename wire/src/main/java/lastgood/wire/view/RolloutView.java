package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Reading;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Audience;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Share;

/// One rollout: the running one, or the last there was.
///
/// @param rollout its number in the service, from 1
/// @param origin what was live when it started; null for a first release
/// @param state `shadow, canary, paused, baking, unproven` while it is under way (`unproven`: the bake is over, too few requests
///     came to call the release good); `good, returned, stopped, stuck` when it is over
/// @param why why it is paused; null otherwise
/// @param step from 1; the last step is 100 %
/// @param steps the shares, as fractions; a first one of 0 is a shadow
/// @param audience whose requests the shares are of, a condition a line: `only x-country: de, at`; none: everybody's
/// @param share the part of requests the release gets now, 0..1
/// @param until when the step may be left at the earliest, or when the bake ends; null where nothing is waited for
/// @param waits why the next step is not taken although nothing is wrong with the candidate: it could not take its share; null
///     where only guards and time are waited for
/// @param sights what each step can see, told when a rollout starts; empty otherwise
/// @param promoted why it came to 100 %, *inconclusive* among it where guards let it pass without proof; null before that
/// @param shadow what the candidate said in shadow; null where the rollout has no shadow
/// @param end how it ended; null while it is under way
public record RolloutView(
        String service,
        int rollout,
        String release,
        Optional<String> origin,
        String state,
        Optional<String> why,
        int step,
        List<Double> steps,
        List<String> audience,
        double share,
        Instant startedAt,
        String by,
        Optional<Instant> until,
        Optional<String> waits,
        List<GuardView> guards,
        List<SightView> sights,
        Optional<String> promoted,
        Optional<ShadowView> shadow,
        Optional<End> end) {

    public RolloutView {
        steps = List.copyOf(steps);
        audience = List.copyOf(audience);
        guards = List.copyOf(guards);
        sights = List.copyOf(sights);
    }

    /// @param by who or what ended it: `guard:quality.error_rate`, `cli:alice`
    public record End(Instant at, String by, String why) {}

    /// How a rollout can end.
    public enum Ending {
        /// The release earned *good*.
        GOOD,
        /// A guard tripped or a person rolled back: traffic is back on the origin, the release is held.
        RETURNED,
        /// A person ended it, or it took too long: traffic is back on the origin, nothing is held.
        STOPPED,
        /// It could not end well without a person.
        STUCK
    }

    /// The rollout that `phase` watches, if it does.
    public static Optional<RolloutView> of(
            ServiceName service, Phase phase, List<Reading> readings, List<SightView> sights) {
        return phase.watched().map(rollout -> running(service, phase, rollout, readings, sights));
    }

    /// A rollout that is over.
    ///
    /// @param step index of the step it had come to, from 0
    public static RolloutView ended(
            ServiceName service,
            Rollout rollout,
            int step,
            Ending ending,
            Instant at,
            Actor by,
            String why,
            List<Reading> readings) {
        return new RolloutView(
                service.text(),
                rollout.number(),
                rollout.candidate().name(),
                rollout.returnTo().map(ReleaseId::name),
                ending.name().toLowerCase(java.util.Locale.ROOT),
                Optional.empty(),
                step + 1,
                shares(rollout),
                audience(rollout),
                ending == Ending.GOOD ? 1 : 0,
                rollout.startedAt(),
                rollout.by().text(),
                Optional.empty(),
                Optional.empty(),
                readings.stream().map(GuardView::of).toList(),
                List.of(),
                Optional.empty(),
                shadow(rollout),
                Optional.of(new End(at, by.text(), why)));
    }

    private static RolloutView running(
            ServiceName service,
            Phase phase,
            Rollout rollout,
            List<Reading> readings,
            List<SightView> sights) {
        return new RolloutView(
                service.text(),
                rollout.number(),
                rollout.candidate().name(),
                rollout.returnTo().map(ReleaseId::name),
                phase instanceof Phase.Unproven ? "unproven" : phase.word(),
                StatusView.why(phase),
                phase.step() + 1,
                shares(rollout),
                audience(rollout),
                phase.candidate().isPresent() ? phase.share() : 1,
                rollout.startedAt(),
                rollout.by().text(),
                until(phase),
                Optional.empty(),
                readings.stream().map(GuardView::of).toList(),
                sights,
                Optional.empty(),
                shadow(rollout),
                Optional.empty());
    }

    /// The same, with the history's word on how it came to 100 %.
    public RolloutView withPromoted(Optional<String> how) {
        return new RolloutView(
                service, rollout, release, origin, state, why, step, steps, audience, share,
                startedAt, by, until, waits, guards, sights, how, shadow, end);
    }

    /// The same, with why it does not take its next step although nothing is wrong with its candidate.
    public RolloutView withWaits(Optional<String> why) {
        return new RolloutView(
                service, rollout, release, origin, state, this.why, step, steps, audience, share,
                startedAt, by, until, why, guards, sights, promoted, shadow, end);
    }

    /// The same, with what its shadow has seen, if it has one.
    public RolloutView withCompared(Optional<Comparison> seen) {
        var next = shadow.map(s -> ShadowView.of(s.until(), seen.orElse(Comparison.NONE)));
        return new RolloutView(
                service, rollout, release, origin, state, why, step, steps, audience, share,
                startedAt, by, until, waits, guards, sights, promoted, next, end);
    }

    private static Optional<ShadowView> shadow(Rollout rollout) {
        return rollout.terms().shadow().map(s -> ShadowView.of(s, Comparison.NONE));
    }

    private static List<String> audience(Rollout rollout) {
        return rollout.terms().audience().map(Audience::lines).orElse(List.of());
    }

    private static List<Double> shares(Rollout rollout) {
        return rollout.terms().steps().stream().map(Share::fraction).toList();
    }

    private static Optional<Instant> until(Phase phase) {
        return switch (phase) {
            case Phase.Canary c -> Optional.of(c.notBefore());
            case Phase.Baking b -> Optional.of(b.until());
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Returned _,
                    Phase.Paused _,
                    Phase.Unproven _,
                    Phase.Returning _,
                    Phase.Stuck _ ->
                    Optional.empty();
        };
    }
}
