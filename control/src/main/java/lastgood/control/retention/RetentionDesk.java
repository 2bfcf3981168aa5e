package lastgood.control.retention;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.Errands;
import lastgood.control.release.Shelf;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.port.Components;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Retention;
import lastgood.core.rollout.State;
import lastgood.wire.request.PruneRequest;
import lastgood.wire.view.PruneView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets releases go that nothing needs. First the journal says so: from then on they are offered no more. Then the store
/// forgets them, and a day later deletes the bytes that nothing else has. Every step may be cut off and done again.
public final class RetentionDesk {
    /// So long bytes stay that nothing names: whoever stores some has this long to name them.
    public static final Duration GRACE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionDesk.class);

    private final Releases releases;
    private final Components components;
    private final Services services;
    private final StackRecord record;
    private final BiFunction<ServiceName, State, Optional<ReleaseId>> wayBack;
    private final Shelf shelf;
    private final Errands errands;
    private final InstantSource clock;

    /// @param wayBack where a plain rollback of a service goes, whoever shares something with it
    public RetentionDesk(
            Releases releases,
            Components components,
            Services services,
            StackRecord record,
            BiFunction<ServiceName, State, Optional<ReleaseId>> wayBack,
            Shelf shelf,
            Errands errands,
            InstantSource clock) {
        this.releases = releases;
        this.components = components;
        this.services = services;
        this.record = record;
        this.wayBack = wayBack;
        this.shelf = shelf;
        this.errands = errands;
        this.clock = clock;
    }

    /// Goes on with what a crash cut off. Where nothing was ever pruned it does nothing.
    public void begin() {
        boolean any = false;
        for (var loop : services.all()) {
            any |= !loop.state().standing().pruned().isEmpty();
            try {
                shelf.alone(() -> forgetPruned(loop));
            } catch (IOException e) {
                LOG.warn("{}: pruned releases are still in the store", loop.service(), e);
            }
        }
        if (any) {
            errands.later(GRACE, this::sweepQuietly);
        }
    }

    public Outcome<PruneView> prune(ServiceLoop loop, PruneRequest request, Actor by)
            throws IOException {
        int keep = request.keep().orElse(Retention.KEEP);
        if (keep < 0) {
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "'keep' is a number of releases, from 0 on.")
                            .inState(loop.state().traffic()));
        }
        return shelf.alone(
                () -> request.dryRun() ? plan(loop, keep) : carryOut(loop, request, keep, by));
    }

    private Outcome<PruneView> plan(ServiceLoop loop, int keep) throws IOException {
        return Outcome.done(view(loop, false, keep, verdicts(loop, keep), Optional.empty(), 0));
    }

    private Outcome<PruneView> carryOut(ServiceLoop loop, PruneRequest request, int keep, Actor by)
            throws IOException {
        var verdicts = verdicts(loop, keep);
        var going = going(verdicts, request.releases());
        long frees = frees(loop, Set.copyOf(going));
        if (!going.isEmpty()
                && loop.handle(new Event.Pruned(clock.instant(), by, going))
                        instanceof Answer.Refused(var problem)) {
            return Outcome.refused(problem);
        }
        forgetPruned(loop);
        long deleted = sweep();
        errands.later(GRACE, this::sweepQuietly);
        var told = verdicts.stream().filter(v -> v.stays() || going.contains(v.release())).toList();
        return Outcome.done(view(loop, true, keep, told, Optional.of(frees), deleted));
    }

    private List<Retention.Verdict> verdicts(ServiceLoop loop, int keep) {
        var state = loop.state();
        var needed = new HashSet<ReleaseId>();
        wayBack.apply(loop.service(), state).ifPresent(needed::add);
        for (var open : record.now().opened().values()) {
            for (var part : open.move().services()) {
                if (part.service().equals(loop.service())) {
                    named(part.event()).ifPresent(needed::add);
                }
            }
        }
        return Retention.of(state, keep, needed);
    }

    /// The release that a part of a move leads to.
    private static Optional<ReleaseId> named(Event event) {
        return switch (event) {
            case Event.Moved moved -> Optional.of(moved.to());
            case Event.RolledBack back -> back.to();
            case Event.Started started -> Optional.of(started.release());
            default -> Optional.empty(); // the others lead to no other release
        };
    }

    private static List<ReleaseId> going(
            List<Retention.Verdict> verdicts, Optional<List<String>> only) {
        return verdicts.stream()
                .filter(v -> !v.stays())
                .map(Retention.Verdict::release)
                .filter(id -> only.isEmpty() || only.get().contains(id.name()))
                .toList();
    }

    private boolean forgetPruned(ServiceLoop loop) throws IOException {
        var standing = loop.state().standing();
        for (var number : standing.pruned().keySet()) {
            var id = standing.release(number).orElseThrow();
            if (releases.find(loop.service(), id).isPresent()) {
                releases.forget(loop.service(), id);
            }
        }
        return true;
    }

    private PruneView view(
            ServiceLoop loop,
            boolean done,
            int keep,
            List<Retention.Verdict> verdicts,
            Optional<Long> frees,
            long deleted)
            throws IOException {
        var rows =
                verdicts.stream()
                        .map(v ->
                                new PruneView.Kept(
                                        v.release().name(),
                                        v.stays(),
                                        v.reasons().stream().map(Retention.Pin::text).toList()))
                        .toList();
        long bytes =
                frees.isPresent()
                        ? frees.get()
                        : frees(loop, Set.copyOf(going(verdicts, Optional.empty())));
        return new PruneView(loop.service().text(), done, keep, rows, bytes, deleted);
    }

    /// What only these releases have.
    private long frees(ServiceLoop loop, Set<ReleaseId> going) throws IOException {
        var kept = new HashSet<>(named());
        var theirs = new HashSet<Digest>();
        for (var each : services.all()) {
            for (var release : releases.list(each.service())) {
                boolean goes =
                        each.service().equals(loop.service()) && going.contains(release.id());
                (goes ? theirs : kept).addAll(releases.pieces(release));
            }
        }
        theirs.removeAll(kept);
        long bytes = 0;
        for (var digest : theirs) {
            bytes += releases.size(digest).orElse(0L);
        }
        return bytes;
    }

    /// What components have: a version of one is never let go.
    private Set<Digest> named() throws IOException {
        return components.list().stream()
                .flatMap(c -> c.content().stream())
                .map(Blob::digest)
                .collect(Collectors.toSet());
    }

    private long sweep() throws IOException {
        return releases.sweep(clock.instant(), GRACE, named());
    }

    private void sweepQuietly() {
        try {
            LOG.info("{} bytes that nothing names any more were deleted", sweep());
        } catch (IOException e) {
            LOG.warn(
                    "Bytes that nothing names could not be deleted; the next prune tries again", e);
        }
    }
}
