package lastgood.gateway.running.program;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;

/// Asks a runner that answers later, and waits: for golden rows, and whoever else is on no loop.
final class Waiting {
    /// A request has a deadline of its own; this is for what has none.
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Waiting() {}

    /// @param who in sentences: `its program`
    /// @param timeout of the release; nothing is waited for less long
    static List<Tensor> run(
            LateRunner runner,
            String who,
            EventLoop loop,
            Collection<Tensor> inputs,
            Optional<Runner.ModelInputs> watcher,
            Duration timeout)
            throws NoAnswerException {
        var said = new CompletableFuture<LateRunner.Said>();
        var asked = new CompletableFuture<LateRunner.Asked>();
        var longest = timeout.compareTo(LONGEST) > 0 ? timeout : LONGEST;
        try {
            loop.execute(() -> {
                try {
                    asked.complete(runner.ask(inputs, watcher, true, loop, said::complete));
                } catch (RuntimeException | Error e) {
                    said.completeExceptionally(e);
                }
            });
            return LateRunner.outputs(said.get(longest.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            throw new NoAnswerException(who + " does not answer in time", "it was given up");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException(who + " does not answer in time", "it was given up");
        } catch (ExecutionException | RejectedExecutionException e) {
            throw new NoAnswerException(who + " cannot be asked", String.valueOf(e.getMessage()));
        } finally {
            if (!said.isDone()) {
                EventLoops.doOn(
                        loop,
                        () -> {
                            var _ = asked.thenAccept(LateRunner.Asked::giveUp);
                        });
            }
        }
    }
}
