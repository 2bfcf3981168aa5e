package lastgood.server;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import lastgood.core.problem.Problem;
import lastgood.gateway.Gateway;

/// A server that serves.
sealed interface Running extends AutoCloseable permits Whole, Alone {
    Config config();

    int apiPort();

    Gateway gateway();

    /// Why nobody is at control; empty: somebody is.
    Optional<Problem> without();

    /// Their names, for people.
    String services();

    @Override
    void close();

    /// `http://127.0.0.1:8484`
    default String api() {
        return "http://" + authority(apiPort());
    }

    /// `http://127.0.0.1:8485`
    default String predict() {
        return "http://" + authority(gateway().address().getPort());
    }

    /// `127.0.0.1:8486`
    default String grpc() {
        return authority(gateway().grpcAddress().getPort());
    }

    /// Returns after SIGTERM or Ctrl-C, when everything is closed.
    default void untilStopped() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            close();
                            stopped.countDown();
                        }));
        stopped.await();
    }

    private String authority(int port) {
        return config().authority() + ":" + port;
    }
}
