package lastgood.control.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import lastgood.core.port.Probe;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether what is served is what was asked: golden rows over the prediction port, again and again until they
/// are answered as they must be or a newer route is up.
final class Verification implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);
    private static final Duration AGAIN = Duration.ofMillis(250);

    /// After a promotion: so long may the probes fail before that is a fact to act on.
    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    private final ServiceLoop loop;
    private final long epoch;
    private final Release expected;
    private final Probe probe;
    private final InstantSource clock;
    private final Consumer<Event> events;

    Verification(
            ServiceLoop loop,
            long epoch,
            Release expected,
            Probe probe,
            InstantSource clock,
            Consumer<Event> events) {
        this.loop = loop;
        this.epoch = epoch;
        this.expected = expected;
        this.probe = probe;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public void run() {
        var giveUp = clock.instant().plus(GIVE_UP);
        boolean missed = false;
        while (loop.state().standing().epoch() == epoch) {
            switch (probe.ask(expected)) {
                case Probe.Seen.AsAsked(var seenAt) when seenAt >= epoch -> {
                    events.accept(new Event.Served(clock.instant(), epoch, id()));
                    return;
                }
                case Probe.Seen.AsAsked(var seenAt) ->
                        LOG.debug("{}: epoch {} still up", loop.service(), seenAt);
                case Probe.Seen.Otherwise(var why) -> missed = missed || miss(giveUp, why);
            }
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // the server closes
            }
        }
    }

    private boolean miss(Instant giveUp, String why) {
        LOG.warn("{}: golden probes of {} failed: {}", loop.service(), id(), why);
        if (clock.instant().isBefore(giveUp)) {
            return false;
        }
        events.accept(new Event.Missed(clock.instant(), epoch, why));
        return true;
    }

    private ReleaseId id() {
        return expected.id();
    }
}
