package lastgood.control.rollout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import lastgood.control.binding.Binder;
import lastgood.control.errand.Errands;
import lastgood.core.port.Probe;
import lastgood.core.port.Probe.Seen;
import lastgood.core.port.Releases;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether what is served is what was asked: golden rows over the prediction port, again and again until they
/// are answered as they must be or a newer route is up.
final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);
    private static final Duration AGAIN = Duration.ofMillis(250);

    /// After a promotion: so long may the probes fail before that is a fact to act on.
    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    private final ServiceLoop loop;
    private final long epoch;
    private final ReleaseId id;
    private final Releases releases;
    private final Binder binder;
    private final Probe probe;
    private final InstantSource clock;
    private final Errands errands;
    private Instant giveUp;
    private boolean missed;

    Verification(
            ServiceLoop loop,
            long epoch,
            ReleaseId id,
            Releases releases,
            Binder binder,
            Probe probe,
            InstantSource clock,
            Errands errands) {
        this.loop = loop;
        this.epoch = epoch;
        this.id = id;
        this.releases = releases;
        this.binder = binder;
        this.probe = probe;
        this.clock = clock;
        this.errands = errands;
        giveUp = clock.instant().plus(GIVE_UP);
    }

    void look() {
        if (loop.state().standing().epoch() != epoch) {
            return;
        }
        switch (see()) {
            case Seen.AsAsked(var seenAt) when seenAt >= epoch -> {
                loop.handle(new Event.Served(clock.instant(), epoch, id));
                return;
            }
            case Seen.AsAsked(var seenAt) ->
                    LOG.debug("{}: epoch {} still up", loop.service(), seenAt);
            case Seen.Otherwise(var why) -> miss(why);
            case Seen.NotAsked _ -> giveUp = clock.instant().plus(GIVE_UP);
        }
        errands.later(AGAIN, this::look);
    }

    private Seen see() {
        try {
            var expected = releases.find(loop.service(), id);
            return expected.isPresent()
                    ? probe.ask(binder.bind(expected.get()))
                    : new Seen.Otherwise("it is not in the store");
        } catch (IOException e) {
            return new Seen.Otherwise("it cannot be read from the store: " + e.getMessage());
        }
    }

    private void miss(String why) {
        LOG.warn("{}: golden probes of {} failed: {}", loop.service(), id, why);
        if (!missed && !clock.instant().isBefore(giveUp)) {
            missed = true;
            loop.handle(new Event.Missed(clock.instant(), epoch, why));
        }
    }
}
