package lastgood.control.move;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.Errands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.port.Notifier;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Misfit;
import lastgood.core.rollout.Command;
import lastgood.core.stack.StackEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps stacks whole where a service moved by itself: a trip, a stop or a gateway's veto waits for nobody, so what it
/// shares with others follows. And the first version that anybody serves with becomes the one that everybody reads.
public final class StackKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StackKeeper.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 6;

    private final StackRecord record;
    private final WorldView view;
    private final Companions companions;
    private final StackMover mover;
    private final Services services;
    private final Notifier notifier;
    private final Errands errands;
    private final InstantSource clock;

    private final AtomicInteger inVain = new AtomicInteger();
    private volatile boolean awake;

    /// What was told of each service, so that nobody is told twice.
    private final Map<ServiceName, String> told = new ConcurrentHashMap<>();

    public StackKeeper(
            StackRecord record,
            WorldView view,
            Companions companions,
            StackMover mover,
            Services services,
            Notifier notifier,
            Errands errands,
            InstantSource clock) {
        this.record = record;
        this.view = view;
        this.companions = companions;
        this.mover = mover;
        this.services = services;
        this.notifier = notifier;
        this.errands = errands;
        this.clock = clock;
    }

    /// Everything that serves has been taken up: from now on stacks are kept whole.
    public void begin() {
        awake = true;
        settle();
    }

    /// A service's state changed. Whatever follows from that is done beside it.
    public void changed() {
        if (awake && !record.now().exclusive().isEmpty()) {
            errands.now(this::settle);
        }
    }

    /// Does what is missing for the stacks to be whole. Where something stands in the way, people are told, and it is
    /// tried again.
    void settle() {
        if (record.now().exclusive().isEmpty()) {
            return;
        }
        if (mover.undisturbed(this::isWhole)) {
            inVain.set(0);
        } else {
            // Each attempt may move a world and take it back, so they become rare.
            int doublings = Math.min(inVain.getAndIncrement(), MOST_DOUBLINGS);
            errands.later(AGAIN.multipliedBy(1L << doublings), this::settle);
        }
    }

    private boolean isWhole() {
        try {
            adoptServed();
            boolean whole = true;
            for (var loop : services.all()) {
                whole &= follow(loop);
            }
            return whole;
        } catch (IOException | RuntimeException e) {
            LOG.error("The stacks cannot be looked at; it is tried again", e);
            return false;
        }
    }

    /// A component that nobody reads yet is read in the version of whoever serves with it first.
    void adopt() throws IOException {
        var failed =
                mover.undisturbed(() -> {
                    try {
                        adoptServed();
                        return Optional.<IOException>empty();
                    } catch (IOException e) {
                        return Optional.of(e);
                    }
                });
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    private void adoptServed() throws IOException {
        var stacks = record.now();
        for (var name : stacks.exclusive()) {
            if (!stacks.live().containsKey(name)) {
                var versions = served(name);
                if (versions.size() == 1) {
                    record.write(
                            new StackEntry.Adopted(
                                    clock.instant(), Actor.SERVER, name, versions.getFirst()));
                }
            }
        }
    }

    private List<String> served(String component) throws IOException {
        var versions = new TreeSet<String>();
        for (var loop : services.all()) {
            var serving = loop.state().phase().serving();
            if (serving.isPresent()) {
                view.manifest(loop.service(), serving.get())
                        .flatMap(m -> m.used(component))
                        .ifPresent(used -> versions.add(used.version()));
            }
        }
        return List.copyOf(versions);
    }

    /// @return whether what a service serves can read what everybody reads, now
    private boolean follow(ServiceLoop loop) throws IOException {
        var serving = loop.state().phase().serving();
        if (serving.isEmpty() || fits(loop, serving.get())) {
            told.remove(loop.service());
            return true;
        }
        var why =
                switch (companions.closure(loop.service(), serving.get())) {
                    case Closure.Blocked(var misfits, _) ->
                            String.join("; ", misfits.stream().map(Misfit::toString).toList());
                    case Closure.Found(var moves, _) -> {
                        var reason = "it serves " + serving.get() + " again";
                        var problem =
                                mover.back(loop, Optional.empty(), moves, Actor.SERVER, reason);
                        yield problem.map(p -> p.what() + " " + p.cause()).orElse("");
                    }
                };
        if (!why.isEmpty()) {
            tell(loop, serving.get(), why);
        }
        return why.isEmpty();
    }

    private boolean fits(ServiceLoop loop, ReleaseId serving) throws IOException {
        var live = record.now().live();
        Predicate<Map.Entry<String, List<String>>> fits =
                need ->
                        Optional.ofNullable(live.get(need.getKey()))
                                .map(need.getValue()::contains)
                                .orElse(true);
        return view.needs(loop.service(), serving, live.keySet()).versions().entrySet().stream()
                .allMatch(fits);
    }

    private void tell(ServiceLoop loop, ReleaseId serving, String why) {
        var text =
                serving
                        + " serves, and what it shares with others could not follow: "
                        + why
                        + ". It serves as it was made";
        if (!text.equals(told.put(loop.service(), text))) {
            LOG.error("{}: {}", loop.service(), text);
            notifier.tell(loop.service(), clock.instant(), Command.Notice.STUCK, text);
        }
    }
}
