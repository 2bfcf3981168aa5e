package lastgood.gateway.running.apart;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.child.ChildJvm;
import lastgood.gateway.running.program.Folder;
import lastgood.gateway.running.program.Output;

/// One process of a runner, from its start to its end. It is killed rather than asked to end: it may be past listening.
final class RunnerProcess {
    private static final String HEAP = "1g";

    /// Callers' own connections go first.
    private static final int STEPPED_BACK = 5;

    /// What the JVM itself takes, beside what a release is allowed.
    private static final long OWN = 448L << 20;

    private final Process process;
    private final Path folder;
    private final DataInputStream from;
    private final DataOutputStream to;
    private final Output output;

    private RunnerProcess(Process process, Path folder, Output output) {
        this.process = process;
        this.folder = folder;
        this.output = output;
        from = new DataInputStream(process.getInputStream());
        to = new DataOutputStream(process.getOutputStream());
    }

    /// Starts one and waits until it can be told what to load.
    static RunnerProcess start(RunnerLimits limits) throws IOException {
        var folder = Files.createTempDirectory("lastgood-runner").toRealPath();
        RunnerProcess started;
        try {
            var process =
                    ChildJvm.builder(
                                    RunnerMain.class,
                                    ChildJvm.Life.LONG,
                                    folder,
                                    HEAP,
                                    STEPPED_BACK,
                                    List.of())
                            .start();
            var output = new Output("runner-" + process.pid(), System::nanoTime);
            var said = process.getErrorStream();
            Thread.ofVirtual().name("output-" + process.pid()).start(() -> output.read(said));
            started = new RunnerProcess(process, folder, output);
        } catch (IOException | RuntimeException e) {
            Folder.remove(folder);
            throw e;
        }
        try {
            boolean ready =
                    started.within(
                            limits.startWithin(), () -> started.from.read() == Spares.STARTED);
            if (!ready) {
                throw new IOException("its process ended before it was ready");
            }
            return started;
        } catch (IOException e) {
            started.end();
            throw e;
        }
    }

    /// Tells it what to load, once. The answer is what its graphs take; where there is none the process is of no use.
    Outcome<List<TensorSpec>> load(Load load, Blobs blobs, RunnerLimits limits) throws IOException {
        var letter =
                new Post.Load(
                        load.parts(), socket().toString(), load.memory() + OWN, limits.answer());
        var loaded =
                within(
                        limits.loadWithin(),
                        () -> {
                            Post.load(letter, load.parts().files(), blobs, to);
                            return Post.loaded(from);
                        });
        return switch (loaded) {
            case Post.Loaded.Ready(var inputs) -> Outcome.done(inputs);
            case Post.Loaded.Refused(var problem) -> Outcome.refused(problem);
        };
    }

    /// Asks it what its like was asked before it answered anybody; false: it has no answer.
    boolean warm(WarmUp warmUp, RunnerLimits limits) {
        try {
            within(limits.loadWithin(), () -> warmUp.ask(socket()));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// @param memory bytes that its graphs may take
    record Load(lastgood.core.release.Parts parts, long memory) {}

    /// Where it listens once it has loaded.
    Path socket() {
        return folder.resolve("s");
    }

    /// Bytes that it takes beside what the JVM is allowed to.
    static boolean isTooMuch(long resident, long memory) {
        return resident > memory + OWN;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// How it came to its end.
    String end(String otherwise) {
        var words = output.last();
        int code = process.exitValue();
        var how =
                code > 128
                        ? "its process was ended by signal "
                                + (code - 128)
                                + (code == 134 ? " (abort)" : "")
                        : "its process ended with code " + code;
        var why = otherwise.isEmpty() ? how : otherwise;
        return words.isEmpty() ? why : why + "; it said: " + String.join(" | ", words);
    }

    /// At once, whatever it does.
    void kill() {
        process.destroyForcibly();
    }

    /// Kills it and removes its folder. Takes a moment.
    void end() {
        kill();
        process.onExit().join();
        Folder.remove(folder);
    }

    private interface Waiting<T> {
        T get() throws IOException;
    }

    /// A read from a pipe cannot be interrupted: the process is killed where it takes too long, and the read ends.
    private <T> T within(Duration limit, Waiting<T> work) throws IOException {
        var result = new CompletableFuture<T>();
        Thread.ofVirtual()
                .name("runner-" + process.pid())
                .start(() -> {
                    try {
                        result.complete(work.get());
                    } catch (IOException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            kill();
            throw new IOException(
                    "its process was not ready within " + limit.toMillis() / 1000.0 + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            kill();
            throw new IOException("the wait for its process was interrupted");
        }
    }

    static Problem notStarted(IOException e) {
        return Problem.of(Code.NOT_PREPARED, "its runner cannot be started")
                .because(String.valueOf(e.getMessage()));
    }
}
