package lastgood.server.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import lastgood.core.port.PredictionLog;
import lastgood.core.port.Samples;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.release.Datatype;
import lastgood.core.rollout.LogPolicy;
import lastgood.gateway.running.log.LogRule;
import lastgood.gateway.running.log.Scribe;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import lastgood.records.RecordLimits;
import lastgood.records.Records;

/// What logging one prediction costs: on the event loop, and on the thread that writes.
///
/// `LogBench [A SECOND] [SECONDS]`: notes as many records of 30 FP32 inputs and three outputs a second, in bursts of a
/// millisecond, round by round beside a log that keeps nothing. Time is that of the noting thread between the clock reads
/// around each burst; the writer's is its CPU time.
final class LogBench {
    private static final int ROUNDS = 5;

    private LogBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rate = args.length > 0 ? Integer.parseInt(args[0]) : 40_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        var folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "log-bench");
        try (var records =
                new Records(folder, RecordLimits.DEFAULT, _ -> LogPolicy.USUAL, Instant::now)) {
            round(PredictionLog.NONE, rate, seconds);
            round(records.log(), rate, seconds);
            var none = new ArrayList<Double>();
            var kept = new ArrayList<Double>();
            var writer = new ArrayList<Double>();
            for (int r = 0; r < ROUNDS; r++) {
                none.add(round(PredictionLog.NONE, rate, seconds));
                long before = writerNanos();
                kept.add(round(records.log(), rate, seconds));
                writer.add((writerNanos() - before) / (double) (rate * (long) seconds));
            }
            var tally = records.log().tallies().values().iterator().next();
            System.out.printf(
                    Locale.ROOT,
                    "%,d a second, %d rounds of %d s: noting %.0f ns on the event loop (%.0f ns of it copying, into no log), writing %.0f ns elsewhere; %,d of %,d dropped%n",
                    rate,
                    ROUNDS,
                    seconds,
                    median(kept),
                    median(none),
                    median(writer),
                    tally.dropped(),
                    tally.noted());
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Nanoseconds a note.
    private static double round(PredictionLog log, int rate, int seconds) {
        var seal = new PredictionSeal(new byte[32]);
        var scribe = new Scribe(log, seal::pseudonym);
        var rule =
                LogRule.of(
                        Samples.release(
                                Samples.TUMOUR,
                                1,
                                Samples.blob("model"),
                                Samples.releaseId(1).digest()),
                        LogPolicy.USUAL);
        int burst = rate / 1000;
        long noting = 0;
        long next = System.nanoTime();
        for (int b = 0; b < seconds * 1000; b++) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += 1_000_000;
            long began = System.nanoTime();
            for (int n = 0; n < burst; n++) {
                note(scribe, rule, b * burst + n);
            }
            noting += System.nanoTime() - began;
        }
        return noting / (double) (burst * 1000L * seconds);
    }

    private static void note(Scribe scribe, LogRule rule, int n) {
        var inputs = new float[30];
        Arrays.fill(inputs, n);
        scribe.answered(
                rule,
                new Scribe.Asked(
                        List.of(tensor("X", inputs)),
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Arm.LIVE,
                        System.currentTimeMillis(),
                        20_000),
                "AQAB" + n,
                List.of(
                        tensor("probabilities", new float[] {n, 1}),
                        new Tensor(
                                "label",
                                Datatype.INT64,
                                List.of(1L),
                                new Values.Wholes(new long[] {n}))),
                false);
    }

    private static Tensor tensor(String name, float[] values) {
        return new Tensor(
                name, Datatype.FP32, List.of(1L, (long) values.length), new Values.Floats(values));
    }

    private static long writerNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .filter(id -> {
                    var info = threads.getThreadInfo(id);
                    return info != null && info.getThreadName().equals("prediction-log");
                })
                .map(threads::getThreadCpuTime)
                .sum();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
