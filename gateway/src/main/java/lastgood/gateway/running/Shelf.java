package lastgood.gateway.running;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import lastgood.core.port.Blobs;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Standby;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.WayBack;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.routing.Switchboard;
import lastgood.gateway.running.apart.Spares;
import lastgood.gateway.running.batch.BatchQueue;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.program.EndpointBook;
import lastgood.gateway.running.program.Endpoints;
import lastgood.gateway.running.tensor.Expected;
import lastgood.gateway.running.tensor.Row;
import lastgood.gateway.running.tensor.RowFile;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The releases this gateway holds ready: loaded from verified bytes, warm, and seen to answer their golden rows.
public final class Shelf implements Standby {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private static final int WARM_UP_ROUNDS = 3;

    private final Blobs blobs;
    private final Assembly assembly;
    private final Spares spares;
    private final EventLoops loops;
    private final Switchboard<LoadedRelease> board;
    private final int poolSize;
    private final FeatureRows rows;
    private final Duration limit;
    private final LongSupplier nanos;

    /// One release of a service is prepared at a time; services do not wait for each other.
    private final Map<ServiceName, Object> locks = new ConcurrentHashMap<>();

    /// @param poolSize threads of a release that has yet to earn *good*
    /// @param endpoints servers elsewhere that serve models
    /// @param book what is asked of these
    /// @param rows where features are looked up
    /// @param spares processes for those that run apart
    /// @param loops on which they are asked
    /// @param limit within which a release must have answered its golden rows
    public Shelf(
            Blobs blobs,
            Endpoints endpoints,
            EndpointBook book,
            Switchboard<LoadedRelease> board,
            int poolSize,
            FeatureRows rows,
            Spares spares,
            EventLoops loops,
            Duration limit,
            LongSupplier nanos) {
        this.blobs = blobs;
        this.assembly = new Assembly(blobs, endpoints, book, () -> loops);
        this.board = board;
        this.poolSize = poolSize;
        this.rows = rows;
        this.spares = spares;
        this.loops = loops;
        this.limit = limit;
        this.nanos = nanos;
    }

    @Override
    public Outcome<ReleaseId> prepare(Release release, Settings settings, Footing footing) {
        synchronized (locks.computeIfAbsent(release.service(), _ -> new Object())) {
            return prepareAlone(release, settings, footing);
        }
    }

    private Outcome<ReleaseId> prepareAlone(Release release, Settings settings, Footing footing) {
        var ready = find(release.service(), release.id());
        if (ready.isPresent()) {
            ready.get().adopt(settings);
            ready.get().isProven(footing.proven());
            return settle(ready.get(), settings, footing);
        }
        return golden(release)
                .then(rows ->
                        runner(release, settings, footing)
                                .then(runner -> warmUp(release, settings, footing, runner, rows)));
    }

    /// Where it runs may change with its footing; meanwhile it answers where it is. What has moved is warm before it is
    /// asked anything.
    private Outcome<ReleaseId> settle(LoadedRelease loaded, Settings settings, Footing footing) {
        var quarters = loaded.quarters();
        if (quarters.isEmpty()) {
            return Outcome.done(loaded.id());
        }
        var place = quarters.get().place(settings.isolation(), footing);
        if (place == quarters.get().place()) {
            return Outcome.done(loaded.id());
        }
        return golden(loaded.release())
                .then(rows -> quarters.get().moveTo(place, trial(loaded, rows)))
                .then(_ -> Outcome.done(loaded.id()));
    }

    private Outcome<Runner> runner(Release release, Settings settings, Footing footing) {
        if (!release.parts().runtime().runsGraphs()) {
            return assembly.assemble(release.parts());
        }
        var name = release.service() + "-" + release.id();
        var quarters =
                new Quarters(new Housing(name, release.parts(), assembly, blobs, spares, loops));
        return quarters.moveTo(quarters.place(settings.isolation(), footing), Outcome::done)
                .then(_ -> Outcome.done(quarters));
    }

    @Override
    public boolean isReady(ServiceName service, ReleaseId release) {
        return find(service, release).isPresent();
    }

    @Override
    public OptionalDouble capacity(ServiceName service, ReleaseId release) {
        return find(service, release)
                .map(loaded -> loaded.capacity(loops.all().size()))
                .orElse(OptionalDouble.empty());
    }

    @Override
    public void keep(ServiceName service, Set<ReleaseId> releases) {
        board.keep(service, releases).values().forEach(LoadedRelease::letGo);
    }

    @Override
    public void wayBack(ServiceName service, ReleaseId live, WayBack way) {
        board.wayBack(service, live, way);
    }

    /// Lets go of everything, also of what serves: the end of this gateway.
    public void clear() {
        board.clear()
                .forEach(loaded -> {
                    loaded.runs().stopAll();
                    loaded.letGo();
                });
    }

    public int size() {
        return board.now().lines().values().stream().mapToInt(line -> line.loaded().size()).sum();
    }

    /// Rows that wait for slow releases now.
    public long waitingRows() {
        return board.now().lines().values().stream()
                .flatMap(line -> line.loaded().values().stream())
                .flatMap(loaded -> loaded.queue().stream())
                .mapToLong(BatchQueue::waitingRows)
                .sum();
    }

    /// Processes of releases that are there now.
    public int processes() {
        return (int)
                board.now().lines().values().stream()
                        .flatMap(line -> line.loaded().values().stream())
                        .filter(LoadedRelease::hasProcess)
                        .count();
    }

    private Optional<LoadedRelease> find(ServiceName service, ReleaseId id) {
        return board.now()
                .line(service.text())
                .flatMap(line -> Optional.ofNullable(line.loaded().get(id)));
    }

    private Outcome<List<Row>> golden(Release release) {
        var golden = release.evidence().golden();
        if (golden.isEmpty()) {
            return Outcome.done(List.of());
        }
        try {
            var bytes = blobs.read(golden.get().digest());
            return bytes.isPresent()
                    ? RowFile.read(golden.get().name(), bytes.get(), release.parts().schema())
                    : notPrepared(release, "its golden rows are not stored");
        } catch (IOException e) {
            return notPrepared(release, "its golden rows cannot be read: " + e.getMessage());
        }
    }

    private Outcome<ReleaseId> warmUp(
            Release release, Settings settings, Footing footing, Runner runner, List<Row> golden) {
        var loaded = new LoadedRelease(release, settings, runner, poolSize, rows);
        loaded.isProven(footing.proven());
        boolean onTheShelf = false;
        try {
            var complaint = complaint(loaded, golden);
            if (complaint.isPresent()) {
                return notPrepared(release, complaint.get());
            }
            board.load(release.service(), release.id(), loaded);
            onTheShelf = true;
            return Outcome.done(release.id());
        } finally {
            if (!onTheShelf) {
                loaded.letGo();
            }
        }
    }

    /// Asks the golden rows on a thread of their own, so that a release that hangs holds up nobody for longer than the
    /// limit.
    private Optional<String> complaint(LoadedRelease loaded, List<Row> golden) {
        if (golden.isEmpty()) {
            return Optional.empty();
        }
        var call = new Call(loaded, Loan.boundless());
        var asked = new CompletableFuture<Optional<String>>();
        call.begin(() -> {
            try {
                var complaint =
                        ask(
                                inputs -> loaded.answer(inputs, call.stop(), Optional.empty()),
                                loaded,
                                golden);
                if (complaint.isEmpty()) {
                    loaded.quarters()
                            .ifPresent(quarters -> weigh(loaded, quarters, call.stop(), golden));
                }
                asked.complete(complaint);
            } catch (RuntimeException e) {
                asked.completeExceptionally(e);
            }
        });
        try {
            return asked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            call.abandon();
            return Optional.of("it did not answer its golden rows within " + limit);
        } catch (ExecutionException e) {
            throw new IllegalStateException("golden rows could not be asked", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            call.abandon();
            return Optional.of("the wait for its golden rows was interrupted");
        }
    }

    /// Whoever is to answer for a release elsewhere than before does so for its golden rows first.
    private Quarters.Trial trial(LoadedRelease loaded, List<Row> golden) {
        return runner ->
                ask(
                                inputs ->
                                        loaded.answer(
                                                runner, inputs, Optional.empty(), Optional.empty()),
                                loaded,
                                golden)
                        .<Outcome<Runner>>map(why -> notPrepared(loaded.release(), why))
                        .orElseGet(() -> {
                            weigh(loaded, runner, Optional.empty(), golden);
                            return Outcome.done(runner);
                        });
    }

    /// What it costs decides where it runs, and whether requests share a run. Without golden rows nobody knows.
    private void weigh(
            LoadedRelease loaded,
            Runner by,
            Optional<OrtSession.RunOptions> stop,
            List<Row> golden) {
        var requests = new ArrayList<Map<String, Tensor>>();
        for (var row : golden) {
            if (!(loaded.gather(row.inputs(), limit)
                    instanceof Outcome.Done<Map<String, Tensor>>(var inputs))) {
                return;
            }
            requests.add(inputs);
        }
        if (requests.isEmpty()) {
            return;
        }
        var place = by.waits() ? Place.APART : Place.INSIDE;
        new Measurement(
                        inputs ->
                                loaded.answer(by, inputs, stop, Optional.empty())
                                        .then(answer -> Outcome.done(answer.outputs())),
                        nanos,
                        Quarters.answering(by)::nanos)
                .of(requests, place == Place.INSIDE ? loaded.mostTogether() : 1)
                .ifPresent(effort -> {
                    LOG.debug(
                            "{} {} takes {} {}",
                            loaded.release().service(),
                            loaded.id(),
                            effort,
                            place);
                    loaded.weigh(place, effort, loops.all().size(), nanos);
                });
    }

    private interface Asking {
        Outcome<Answer> answer(Map<String, Tensor> inputs);
    }

    private Optional<String> ask(Asking asking, LoadedRelease loaded, List<Row> golden) {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (var row : golden) {
                long began = nanos.getAsLong();
                var answer = loaded.gather(row.inputs(), limit).then(asking::answer);
                if (answer instanceof Outcome.Refused<Answer>(var problem)
                        && problem.code() == Code.FEATURES_AWAY) {
                    unseen(loaded, problem);
                    return Optional.empty();
                }
                loaded.latency().note(nanos.getAsLong() - began);
                var complaint =
                        switch (answer) {
                            case Outcome.Done<Answer>(var a) ->
                                    Expected.difference(row.outputs(), a.outputs());
                            case Outcome.Refused<Answer>(var problem) ->
                                    Optional.of(problem.what());
                        };
                if (complaint.isPresent()) {
                    return Optional.of("golden row " + row.line() + ": " + complaint.get());
                }
            }
        }
        return Optional.empty();
    }

    /// A database that is away is no fault of the release, and must not keep it from serving once it is back: who goes
    /// back needs nobody. Until then each request that it cannot answer counts.
    private static void unseen(LoadedRelease loaded, Problem away) {
        LOG.warn(
                "{} {} is ready, but its golden rows cannot be asked: {} {}",
                loaded.release().service(),
                loaded.id(),
                away.what(),
                away.cause());
    }

    private static <T> Outcome<T> notPrepared(Release release, String why) {
        return Outcome.refused(
                Problem.of(
                                Code.NOT_PREPARED,
                                release.service() + " " + release.id() + " cannot be made ready")
                        .because(why));
    }
}
