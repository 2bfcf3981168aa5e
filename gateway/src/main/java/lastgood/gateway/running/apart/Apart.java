package lastgood.gateway.running.apart;

import ai.onnxruntime.OrtSession;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.child.Memory;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.program.Pauses;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A release whose graphs run in a process of their own. The process is watched: one that ends is started again, after a
/// pause that doubles; one that takes too much memory, or does not come back from a request, is killed.
public final class Apart implements LateRunner {
    private static final Logger LOG = LoggerFactory.getLogger(Apart.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final String name;
    private final RunnerProcess.Load load;
    private final Blobs blobs;
    private final Spares spares;
    private final Map<ScheduledExecutorService, Link> links = new LinkedHashMap<>();
    private final AtomicInteger round = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WarmUp warmUp = new WarmUp();
    private volatile boolean closing;
    private volatile List<TensorSpec> inputs = List.of();
    private volatile Optional<RunnerProcess> serving = Optional.empty();
    private volatile boolean up;
    private volatile String reason = "";

    private Apart(String name, Parts parts, Blobs blobs, Spares spares, EventLoops loops) {
        this.name = name;
        this.blobs = blobs;
        this.spares = spares;
        long files = parts.files().stream().mapToLong(file -> file.size()).sum();
        long allowed = parts.runtime().memoryBytes().orElse(spares.limits().memory());
        load = new RunnerProcess.Load(parts, allowed + 4 * files);
        for (EventLoop loop : loops.all()) {
            links.put(loop, new Link(loop, spares.limits(), this::kill));
        }
    }

    /// Starts a process and waits until it has opened the graphs. Whoever gets the runner closes it.
    ///
    /// @param name for the log
    public static Outcome<Apart> start(
            String name, Parts parts, Blobs blobs, Spares spares, EventLoops loops) {
        var apart = new Apart(name, parts, blobs, spares, loops);
        return switch (apart.startOnce()) {
            case Outcome.Refused<RunnerProcess>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<RunnerProcess> _ -> {
                Thread.ofVirtual().name("runner-" + name).start(apart::watch);
                yield Outcome.done(apart);
            }
        };
    }

    @Override
    public Asked ask(
            Collection<Tensor> inputs,
            Optional<ModelInputs> watcher,
            boolean wait,
            ScheduledExecutorService loop,
            Consumer<Said> told) {
        var link = links.get(loop);
        if (link == null) {
            throw new IllegalArgumentException("no event loop of this gateway");
        }
        var ask = new Ask(Frames.question(inputs, watcher.isPresent()), wait, watcher, told);
        link.offer(ask);
        return () -> link.giveUp(ask);
    }

    /// Waits for the answer, from a thread that is no event loop. So golden rows are asked: a process that takes this one's
    /// place is asked them before anything else.
    @Override
    public List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws NoAnswerException {
        var all = List.copyOf(links.values());
        if (all.stream().anyMatch(link -> link.loop().inEventLoop())) {
            throw new IllegalStateException("an event loop must not wait for a process");
        }
        var said = new CompletableFuture<Said>();
        var link = all.get(Math.floorMod(round.getAndIncrement(), all.size()));
        var question = Frames.question(inputs, watcher.isPresent());
        warmUp.keep(question);
        var ask = new Ask(question, true, watcher, said::complete);
        try {
            link.loop().execute(() -> link.offer(ask));
            return LateRunner.outputs(said.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            link.loop().execute(() -> link.giveUp(ask));
            throw new NoAnswerException("it was given up", name);
        } catch (ExecutionException | RejectedExecutionException e) {
            throw new NoAnswerException("its process is not there", e.toString());
        }
    }

    /// Only the graphs know, and they are elsewhere.
    @Override
    public List<Tensor> modelInputs(Collection<Tensor> inputs) {
        throw new IllegalStateException("what a model is given is asked of graphs in this process");
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public boolean waits() {
        return true;
    }

    /// What answering has taken its process, all in all.
    public ProcessorTime answering() {
        return serving.map(process -> ProcessorTime.of(process.handle().pid(), RunnerMain.ANSWERS))
                .orElse(ProcessorTime.UNKNOWN);
    }

    /// Whether its process is there.
    public boolean isUp() {
        return up;
    }

    /// What waits for an answer still gets it, within the grace. It may be called on a thread that must not wait.
    @Override
    public void close() {
        closing = true;
        var told = new CountDownLatch(links.size());
        for (var link : links.values()) {
            boolean asks =
                    EventLoops.doOn(
                            link.loop(),
                            () -> {
                                link.close();
                                told.countDown();
                            });
            if (!asks) {
                told.countDown(); // the gateway has ended: nobody asks any more
            }
        }
        Thread.ofVirtual().name("end-" + name).start(() -> end(told));
    }

    /// @param told once no link takes anything more: only then it is idle for good
    private void end(CountDownLatch told) {
        var grace = spares.limits().grace();
        long until =
                System.nanoTime() + grace.toNanos() + load.parts().config().timeout().toNanos();
        try {
            var _ = told.await(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        while (!links.values().stream().allMatch(Link::isIdle) && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos() / 10);
        }
        closed.countDown();
        serving.ifPresent(RunnerProcess::end);
        serving = Optional.empty();
    }

    private void kill(String why) {
        serving.ifPresent(process -> {
            reason = why;
            process.kill();
        });
    }

    private void watch() {
        var pauses = new Pauses(FIRST_PAUSE);
        try {
            while (!closing) {
                long began = System.nanoTime();
                if (serving.isPresent()) {
                    watch(serving.get());
                }
                var pause = pauses.after(System.nanoTime() - began);
                if (closing || closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                if (startOnce() instanceof Outcome.Refused<RunnerProcess>(var problem)
                        && !isClosed()) {
                    LOG.warn("{}: {} {}", name, problem.what(), problem.why());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(RunnerProcess process) throws InterruptedException {
        while (!process.endsWithin(LOOK_EVERY)) {
            long resident = Memory.ofTree(process.handle());
            if (RunnerProcess.isTooMuch(resident, load.memory())) {
                kill("it was killed: it took " + (resident >> 20) + " MiB");
            }
        }
        up = false;
        serving = Optional.empty();
        var end = process.end(reason);
        reason = "";
        process.end();
        if (!isClosed()) {
            LOG.warn("{}: {}; it is started again", name, end);
        }
    }

    private Outcome<RunnerProcess> startOnce() {
        RunnerProcess started;
        try {
            started = spares.take();
        } catch (IOException e) {
            return Outcome.refused(RunnerProcess.notStarted(e));
        }
        var loaded = loaded(started);
        if (loaded instanceof Outcome.Refused<RunnerProcess>) {
            started.end();
        } else if (isClosed()) { // it was closed meanwhile, and saw nothing to end
            serving = Optional.empty();
            started.end();
        }
        return loaded;
    }

    private Outcome<RunnerProcess> loaded(RunnerProcess started) {
        try {
            return started.load(load, blobs, spares.limits())
                    .then(taken -> {
                        inputs = taken;
                        return connect(started);
                    });
        } catch (Blobs.DamagedException e) {
            return Outcome.refused(Problem.of(Code.BLOB_DAMAGED, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Outcome.refused(RunnerProcess.notStarted(e));
        }
    }

    private Outcome<RunnerProcess> connect(RunnerProcess started) {
        if (warmUp.isKnown() && !started.warm(warmUp, spares.limits())) {
            return Outcome.refused(
                    RunnerProcess.notStarted(new IOException("it does not answer any more")));
        }
        // Before anybody can ask: whoever finds that it must be killed finds what.
        serving = Optional.of(started);
        for (var link : links.values()) {
            if (!link.connect(started.socket()).join()) {
                serving = Optional.empty();
                return Outcome.refused(
                        RunnerProcess.notStarted(new IOException("nobody listens at its socket")));
            }
        }
        up = true;
        return Outcome.done(started);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
