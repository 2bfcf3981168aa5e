package lastgood.server.soak.kill;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lastgood.server.soak.client.ServerProcess;

/// Pulled once, some time after it was told to.
final class Plug implements AutoCloseable {
    private final ServerProcess server;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Pulled> pulled = new CompletableFuture<>();

    Plug(ServerProcess server) {
        this.server = server;
    }

    /// @param at [System#nanoTime] before the signal was sent: what failed earlier has another reason
    /// @param bySignal false: the server had ended by itself
    /// @param orphans what it had started and was running
    record Pulled(long at, boolean bySignal, List<ProcessHandle> orphans) {}

    /// @param children whether to look first which processes it has started; that takes some milliseconds
    void pullIn(Duration delay, boolean children) {
        var _ = clock.schedule(() -> pull(children), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Waits until it is pulled.
    Pulled pulled() {
        return pulled.join();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void pull(boolean children) {
        try {
            var orphans = children ? server.children() : List.<ProcessHandle>of();
            boolean alive = server.isAlive();
            pulled.complete(new Pulled(server.kill(), alive, orphans));
        } catch (RuntimeException e) {
            pulled.completeExceptionally(e);
        }
    }
}
