package lastgood.gateway.routing;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import lastgood.core.guard.Situation;
import lastgood.core.prediction.Arm;
import lastgood.core.rollout.Audience;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Route;

/// A route with its releases in hand: all that is needed to say who answers.
///
/// @param route as served, so without what a veto forbids
/// @param live the loaded form of the route's live release
/// @param other the candidate while one is tried; the origin while one is proven
/// @param limit the hard limit on what the route exposes
/// @param lease until when a candidate may be exposed; empty: none is
public record Lanes<R>(
        Route route, R live, Optional<R> other, Optional<HardLimit> limit, Optional<Lease> lease) {

    /// The same with a longer lease.
    Lanes<R> until(Optional<Lease> later) {
        return lease.isPresent() ? new Lanes<>(route, live, other, limit, later) : this;
    }

    /// Who answers the next request.
    ///
    /// @param key the sticky key, if one was sent
    /// @param dice uniform in 0 to 1, asked only where there is no key and somebody is tried
    public Assignment<R> assign(Optional<String> key, DoubleSupplier dice) {
        return assign(key, Audience.Headers.NONE, dice);
    }

    /// @param headers what the caller sent
    public Assignment<R> assign(
            Optional<String> key, Audience.Headers headers, DoubleSupplier dice) {
        return switch (route.split()) {
            case Route.Split.Settled _ -> toLive(Optional.empty(), OptionalInt.empty());
            case Route.Split.Trying t -> {
                var caller = t.audience().map(a -> a.caller(headers)).orElse(Audience.Caller.DEALT);
                if (caller == Audience.Caller.OUTSIDE) {
                    yield toLive(Optional.empty(), OptionalInt.empty());
                }
                if (caller == Audience.Caller.INCLUDED && !t.share().isNone()) {
                    yield toIncluded(t.watch());
                }
                int rollout = t.watch().rollout();
                double place =
                        key.isPresent()
                                ? StickySplit.place(route.service(), rollout, key.get())
                                : dice.getAsDouble();
                var slot = slot(rollout, key);
                if (t.share().isNone()) {
                    yield toLiveAndShadow(t, place, slot);
                }
                yield place < t.share().fraction()
                        ? toExposed(other.orElseThrow(), Optional.of(live), t.watch(), slot)
                        : toLive(Optional.of(t.watch()), slot);
            }
            case Route.Split.Proving p ->
                    toExposed(live, other, p.watch(), slot(p.watch().rollout(), key));
        };
    }

    /// Live answers, whatever the shares: for those who ask for live by name, and for probes.
    public Assignment<R> assignLive() {
        return switch (route.split()) {
            case Route.Split.Settled _, Route.Split.Trying _ ->
                    toLive(Optional.empty(), OptionalInt.empty());
            case Route.Split.Proving p -> toExposed(live, other, p.watch(), OptionalInt.empty());
        };
    }

    /// Live answers as if nobody were tried. The candidate may be asked the same.
    private Assignment<R> toLiveAndShadow(Route.Split.Trying t, double place, OptionalInt slot) {
        var counted = place < Situation.SHADOW_CHANCE ? Arm.CANDIDATE : Arm.LIVE;
        return new Assignment<>(
                route.epoch(),
                live,
                Optional.empty(),
                false,
                Arm.LIVE,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                other.map(candidate -> new Beside<>(candidate, t.watch(), counted, slot)));
    }

    /// Not dealt by chance: seen by no statistic but the hard limit.
    private Assignment<R> toIncluded(Route.Watch watch) {
        return new Assignment<>(
                route.epoch(),
                other.orElseThrow(),
                Optional.of(live),
                true,
                Arm.CANDIDATE,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(watch),
                Optional.empty());
    }

    private Assignment<R> toLive(Optional<Route.Watch> watch, OptionalInt slot) {
        return new Assignment<>(
                route.epoch(),
                live,
                Optional.empty(),
                false,
                Arm.LIVE,
                watch,
                slot,
                Optional.empty(),
                Optional.empty());
    }

    private Assignment<R> toExposed(
            R exposed, Optional<R> instead, Route.Watch watch, OptionalInt slot) {
        return new Assignment<>(
                route.epoch(),
                exposed,
                instead,
                true,
                Arm.CANDIDATE,
                Optional.of(watch),
                slot,
                Optional.empty(),
                Optional.empty());
    }

    private OptionalInt slot(int rollout, Optional<String> key) {
        return key.isPresent()
                ? OptionalInt.of(StickySplit.slot(route.service(), rollout, key.get()))
                : OptionalInt.empty();
    }
}
