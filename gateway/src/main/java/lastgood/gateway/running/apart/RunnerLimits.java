package lastgood.gateway.running.apart;

import java.time.Duration;

/// How much one runner may take. What it takes beyond that ends it.
///
/// @param memory bytes that graphs may take beside their own size, where their release does not say so
/// @param startWithin until its process says that it runs
/// @param loadWithin until its graphs are open
/// @param grace beyond a request's deadline, until the process that still works on it is killed
/// @param answer bytes of one answer at most
/// @param waiting questions that wait for one connection at most
/// @param spares processes that are started before anybody needs them
public record RunnerLimits(
        long memory,
        Duration startWithin,
        Duration loadWithin,
        Duration grace,
        int answer,
        int waiting,
        int spares) {
    public static final RunnerLimits DEFAULT =
            new RunnerLimits(
                    1L << 30,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(500),
                    64 << 20,
                    512,
                    1);

    public RunnerLimits withSpares(int wanted) {
        return new RunnerLimits(memory, startWithin, loadWithin, grace, answer, waiting, wanted);
    }
}
