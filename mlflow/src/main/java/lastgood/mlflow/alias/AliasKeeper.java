package lastgood.mlflow.alias;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lastgood.core.port.Aliases;
import lastgood.core.port.Releases;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;
import lastgood.mlflow.rest.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the aliases `champion` and `last-good` in MLflow where a service's live and last good releases are.
///
/// Whoever tells it of a change only leaves a wish behind; one thread grants wishes, the newest of each service, and tries
/// again, ever more seldom, until MLflow takes it. The wish is not stored: it follows from the journal, and is told again
/// when a server starts.
public final class AliasKeeper implements Aliases, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AliasKeeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final AliasWriter writer;
    private final InstantSource clock;
    private final Map<ServiceName, Pending> pending = new ConcurrentHashMap<>();
    private final Map<ServiceName, Wanted> known = new ConcurrentHashMap<>();
    private final Map<ServiceName, Shown> shown = new ConcurrentHashMap<>();
    private final Map<ServiceName, String> leftAlone = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Thread thread;

    /// @param due when it is tried again, by [System#nanoTime]
    private record Pending(Wanted wanted, long due, Duration pause) {}

    public AliasKeeper(Registry registry, Releases releases, InstantSource clock) {
        this.writer = new AliasWriter(registry, releases);
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("mlflow aliases").start(this::work);
    }

    /// Only a change of live or last good is a wish; the same once more is none.
    @Override
    public void changed(ServiceName service, State state) {
        var wanted = Wanted.of(state);
        lock.lock();
        try {
            boolean none = wanted.live().isEmpty() && wanted.lastGood().isEmpty();
            if (!wanted.equals(known.put(service, wanted)) && !none) {
                pending.put(service, new Pending(wanted, System.nanoTime(), FIRST_PAUSE));
                more.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Shown> of(ServiceName service) {
        return Optional.ofNullable(shown.get(service));
    }

    @Override
    public void close() {
        thread.interrupt();
        writer.close();
    }

    private void work() {
        try {
            while (true) {
                grant(next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /// Waits until some wish is due.
    private ServiceName next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var first =
                        pending.entrySet().stream()
                                .min(Comparator.comparingLong(e -> e.getValue().due()));
                long wait =
                        first.map(e -> e.getValue().due() - System.nanoTime())
                                .orElse(TimeUnit.HOURS.toNanos(1));
                if (first.isPresent() && wait <= 0) {
                    return first.get().getKey();
                }
                more.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    private void grant(ServiceName service) {
        var wish = Optional.ofNullable(pending.get(service));
        wish.ifPresent(w -> settle(service, w, attempt(service, w.wanted())));
    }

    private AliasWriter.Result attempt(ServiceName service, Wanted wanted) {
        try {
            return writer.write(service, wanted);
        } catch (RuntimeException e) {
            LOG.error("{}: a defect while aliases were written", service, e);
            return new AliasWriter.Result.Failed(e.toString());
        }
    }

    /// A newer wish that came meanwhile stays; an older one that failed comes again.
    private void settle(ServiceName service, Pending wish, AliasWriter.Result result) {
        lock.lock();
        try {
            switch (result) {
                case AliasWriter.Result.Written(var champion, var lastGood) -> {
                    pending.remove(service, wish);
                    LOG.info(
                            "{}: MLflow: champion is {}, last-good is {}",
                            service,
                            champion.orElse("left alone"),
                            lastGood.orElse("left alone"));
                    shown.put(
                            service,
                            new Shown(
                                    champion,
                                    lastGood,
                                    Optional.of(clock.instant()),
                                    Optional.empty()));
                }
                case AliasWriter.Result.NotOurs(var why) -> {
                    pending.remove(service, wish);
                    if (!why.equals(leftAlone.put(service, why))) {
                        LOG.info("{}: MLflow: aliases are left alone: {}", service, why);
                    }
                    shown.remove(service);
                }
                case AliasWriter.Result.Failed(var why) -> failed(service, wish, why);
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(ServiceName service, Pending wish, String why) {
        var pause = wish.pause();
        var longer = pause.multipliedBy(2);
        pending.replace(
                service,
                wish,
                new Pending(
                        wish.wanted(),
                        System.nanoTime() + pause.toNanos(),
                        longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer));
        var before = of(service);
        if (!before.flatMap(Shown::problem).equals(Optional.of(why))) {
            LOG.warn(
                    "{}: MLflow: aliases are not where they should be, tried again until they are: {}",
                    service,
                    why);
        }
        shown.put(
                service,
                new Shown(
                        before.flatMap(Shown::champion),
                        before.flatMap(Shown::lastGood),
                        before.flatMap(Shown::at),
                        Optional.of(why)));
    }
}
