package lastgood.control.move;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.port.Samples;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Terms;

/// A release goes live at once, and earns good.
final class Earning {
    private Earning() {}

    static void good(ServiceLoop loop, ReleaseId id) {
        loop.handle(new Event.Started(NOON, ALICE, id, atOnce()));
        earn(loop, NOON.plusSeconds(60));
    }

    /// The rollout that runs has nothing against it.
    static void earn(ServiceLoop loop, Instant at) {
        var rollout = loop.state().phase().watched().orElseThrow();
        loop.handle(
                new Event.Judged(
                        at,
                        rollout.number(),
                        loop.state().phase().step(),
                        rollout.terms().guards().all().stream().map(Earning::quiet).toList(),
                        1000,
                        List.of()));
    }

    private static Reading quiet(Guard guard) {
        return new Reading(
                guard,
                new Verdict.NotApplicable(),
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1000,
                0,
                0,
                0,
                true,
                true,
                false);
    }

    static Terms atOnce() {
        return new Terms(
                List.of(Share.ALL),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                Optional.empty(),
                Samples.terms().guards());
    }
}
