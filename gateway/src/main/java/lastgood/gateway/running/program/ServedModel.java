package lastgood.gateway.running.program;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A model that a program serves. Its process is watched: one that ends is started again, after a pause that doubles.
public final class ServedModel implements LateRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final String WHO = "its program";

    /// Requests of one release that are under way at once.
    private static final int PLACES = 64;

    private final String name;
    private final Program program;
    private final Launch launch;
    private final Inference inference;
    private final Places places;
    private final Duration timeout;
    private final LongSupplier nanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Running> serving = Optional.empty();

    private ServedModel(String name, Parts parts, Program program, Blobs blobs, EventLoops loops) {
        this.name = name;
        this.program = program;
        this.nanos = System::nanoTime;
        this.launch = new Launch(name, parts, program, blobs, nanos);
        this.inference = new Inference(WHO, program.name(), parts, loops);
        places = new Places(PLACES, loops.all());
        timeout = parts.config().timeout();
    }

    /// Starts the program and waits until it is ready. Whoever gets the model closes it.
    ///
    /// @param loops on which it is asked
    public static Outcome<Runner> start(
            Parts parts, Program program, Blobs blobs, EventLoops loops) {
        var model = new ServedModel(program.name(), parts, program, blobs, loops);
        try {
            var started = model.startOnce();
            if (started instanceof Outcome.Refused<Running>(var problem)) {
                model.close();
                return Outcome.refused(problem);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            model.close();
            return refused("the wait for its program was interrupted", List.of());
        }
        Thread.ofVirtual().name("program-" + model.name).start(model::watch);
        return Outcome.done(model);
    }

    @Override
    public Asked ask(
            Collection<Tensor> inputs,
            Optional<ModelInputs> watcher,
            boolean wait,
            ScheduledExecutorService loop,
            Consumer<Said> told) {
        watcher.ifPresent(w -> w.accept(modelInputs(inputs)));
        return new ProgramErrand(
                        inference, () -> serving.map(Running::server), places, loop, inputs, told)
                .start();
    }

    @Override
    public List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws NoAnswerException {
        return Waiting.run(this, WHO, inference.anyLoop(), inputs, watcher, timeout);
    }

    @Override
    public List<Tensor> modelInputs(Collection<Tensor> inputs) {
        return inference.modelInputs(inputs);
    }

    @Override
    public boolean waits() {
        return true;
    }

    /// It may be called on a thread that must not wait: the end is seen to elsewhere.
    @Override
    public void close() {
        closed.countDown();
        var last = serving;
        serving = Optional.empty();
        last.ifPresent(Running::letGo);
        Thread.ofVirtual()
                .name("end-" + name)
                .start(() -> {
                    last.ifPresent(Running::end);
                    inference.close();
                });
    }

    private void watch() {
        var pauses = new Pauses(FIRST_PAUSE);
        try {
            while (!isClosed()) {
                var now = serving;
                long began = nanos.getAsLong();
                if (now.isPresent()) {
                    int code = now.get().process().waitFor();
                    serving = Optional.empty();
                    now.get().end();
                    if (isClosed()) {
                        return;
                    }
                    LOG.warn(
                            "{}: its process ended (code {}), and is started again: {}",
                            name,
                            code,
                            now.get().lastWords());
                }
                var pause = pauses.after(nanos.getAsLong() - began);
                if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                if (startOnce() instanceof Outcome.Refused<Running>(var problem)) {
                    LOG.warn("{}: {} {}", name, problem.what(), problem.why());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome<Running> startOnce() throws InterruptedException {
        Running started;
        try {
            started = launch.start();
        } catch (Blobs.DamagedException e) {
            return Outcome.refused(Problem.of(Code.BLOB_DAMAGED, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return refused("its program cannot be started: " + e.getMessage(), List.of());
        }
        var complaint = awaitReady(started);
        if (complaint.isPresent()) {
            started.end();
            return refused(complaint.get(), started.lastWords());
        }
        serving = Optional.of(started);
        if (isClosed()) { // it was closed meanwhile, and saw nothing to end
            serving = Optional.empty();
            started.end();
            return refused("it was let go of while its program started", List.of());
        }
        return Outcome.done(started);
    }

    private Optional<String> awaitReady(Running started) throws InterruptedException {
        long until = nanos.getAsLong() + program.startWithin().toNanos();
        while (nanos.getAsLong() < until) {
            if (!started.process().isAlive()) {
                return Optional.of("its program ended before it was ready");
            }
            if (inference.isReady(started.server())) {
                return Optional.empty();
            }
            if (closed.await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.of("it was let go of while its program started");
            }
        }
        return Optional.of(
                "its program was not ready within "
                        + program.startWithin().toMillis() / 1000.0
                        + " s: /v2/health/ready and /v2/models/"
                        + program.name()
                        + "/ready must answer 200");
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private static <T> Outcome<T> refused(String what, List<String> lastWords) {
        var problem = Problem.of(Code.INVALID_RELEASE, what);
        return Outcome.refused(
                lastWords.isEmpty()
                        ? problem
                        : problem.because("it said: " + String.join(" | ", lastWords)));
    }
}
