package lastgood.gateway.recording;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import lastgood.core.prediction.Arm;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// To count one request of a rollout, from two threads at once, with and without a sticky key; beside one counter.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(2)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecorderBench {
    private static final ServiceName WINE = new ServiceName("wine");

    private final Recorder recorder = new Recorder("bench");
    private final Route.Watch watch = new Route.Watch(1, 0, Set.of(Duration.ofMillis(50)), true);
    private final LongAdder one = new LongAdder();

    @Benchmark
    public void ours() {
        note(OptionalInt.empty());
    }

    @Benchmark
    public void oursByKey() {
        note(OptionalInt.of(17));
    }

    /// The least that anything could do that counts.
    @Benchmark
    public void oneLongAdder() {
        one.increment();
    }

    private void note(OptionalInt slot) {
        recorder.arrived(WINE, System.nanoTime());
        recorder.of(WINE, 1)
                .seat(watch, Arm.CANDIDATE)
                .note(new Noted(Noted.Answer.OWN, false, false, 300_000, slot));
    }
}
