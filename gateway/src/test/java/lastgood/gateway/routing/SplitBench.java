package lastgood.gateway.routing;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Share;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// To decide who answers a request, from the snapshot on: nothing is tried, a tenth by chance, a tenth by sticky key.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SplitBench {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final ReleaseId R1 = id(1);
    private static final ReleaseId R2 = id(2);

    private final Snapshot<String> settled = snapshot(new Route.Split.Settled(R1));
    private final Snapshot<String> trying =
            snapshot(
                    new Route.Split.Trying(
                            R1, R2, new Share(0.1), new Route.Watch(1, 0, Set.of(), false)));
    private int customer;

    @Benchmark
    public Object ours() {
        return decided(settled, Optional.empty());
    }

    @Benchmark
    public Object oursByChance() {
        return decided(trying, Optional.empty());
    }

    @Benchmark
    public Object oursByKey() {
        return decided(trying, Optional.of("customer-" + (customer++ & 1023)));
    }

    private static Object decided(Snapshot<String> snapshot, Optional<String> key) {
        return snapshot.line("wine")
                .flatMap(Line::lanes)
                .orElseThrow()
                .assign(key, ThreadLocalRandom.current()::nextDouble);
    }

    private static Snapshot<String> snapshot(Route.Split split) {
        var route = new Route(WINE, 1, split);
        var line = Line.<String>of(WINE, Set.of()).load(R1, "r1").load(R2, "r2").pin(route, 0L);
        return new Snapshot<>(Map.of("wine", line));
    }

    private static ReleaseId id(int number) {
        return new ReleaseId(number, Digest.of(("r" + number).getBytes(StandardCharsets.UTF_8)));
    }
}
