package lastgood.gateway.running.apart;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Datatype;
import lastgood.core.release.Parts;
import lastgood.gateway.Drafts;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.Assembly;
import lastgood.gateway.running.graph.LateRunner.Said;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import lastgood.testing.Patience;

/// What a process of its own costs one call, at the seam where the gateway asks it: on an event loop, the same graphs inside
/// and apart, one call after the other, in turn. And how long such a process takes to be there.
///
/// `ApartBench [ROUNDS] [CALLS] [STARTS]` prints one line of JSON; times are microseconds.
final class ApartBench {
    private static final int WARM = 5;

    private final EventLoops loops = new EventLoops(1);
    private final EventLoop loop = loops.all().getFirst();
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Parts parts =
            new Drafts(blobs)
                    .of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v1.onnx")
                    .parts();
    private final List<Tensor> row;

    private ApartBench() {
        var values = new float[30];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i / 7f;
        }
        var name = parts.schema().inputs().getFirst().name();
        row = List.of(new Tensor(name, Datatype.FP32, List.of(1L, 30L), new Values.Floats(values)));
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int calls = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int starts = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        System.out.println(new ApartBench().run(rounds, calls, starts));
        System.exit(0);
    }

    private String run(int rounds, int calls, int starts) throws Exception {
        var cold = starts(starts, 0);
        var ready = starts(starts, 1);
        var plus50 = new ArrayList<Double>();
        var plus99 = new ArrayList<Double>();
        var told = new ArrayList<String>();
        try (var spares = new Spares(RunnerLimits.DEFAULT.withSpares(0));
                var apart = done(Apart.start("bench", parts, blobs, spares, loops));
                var inside = done(Assembly.ofGraphs(blobs).assemble(parts))) {
            sameAnswers(inside, apart);
            for (int i = 0; i < WARM; i++) {
                inside(inside, calls);
                apart(apart, calls);
            }
            for (int i = 0; i < rounds; i++) {
                var within = inside(inside, calls);
                var beside = apart(apart, calls);
                plus50.add(percentile(beside, 50) - percentile(within, 50));
                plus99.add(percentile(beside, 99) - percentile(within, 99));
                told.add(
                        String.format(
                                Locale.ROOT,
                                "{\"inside50\":%.1f,\"inside99\":%.1f,\"apart50\":%.1f,\"apart99\":%.1f}",
                                percentile(within, 50),
                                percentile(within, 99),
                                percentile(beside, 50),
                                percentile(beside, 99)));
            }
        }
        return String.format(
                Locale.ROOT,
                "{\"calls\":%d,\"plus50\":%s,\"plus99\":%s,\"rounds\":%s,\"start\":%s,\"startWithSpare\":%s}",
                2L * rounds * calls,
                plus50,
                plus99,
                told,
                cold,
                ready);
    }

    /// What is measured has to be the same work.
    private void sameAnswers(Runner inside, Apart apart) throws Exception {
        var one = told(inside.run(row, Optional.empty(), Optional.empty()));
        var other = told(apart.run(row, Optional.empty(), Optional.empty()));
        if (!one.equals(other)) {
            throw new IllegalStateException(one + " inside, but " + other + " apart");
        }
    }

    private static String told(List<Tensor> tensors) {
        return tensors.stream()
                .map(t ->
                        IntStream.range(0, t.values().size())
                                .mapToObj(t.values()::text)
                                .collect(Collectors.joining(",", t.name() + " [", "]")))
                .collect(Collectors.joining(" "));
    }

    /// Until a release can be asked: the process, the graphs, the connection.
    ///
    /// @param ahead processes that wait already, as they do in a gateway
    private List<Double> starts(int times, int ahead) throws Exception {
        var took = new ArrayList<Double>();
        try (var spares = new Spares(RunnerLimits.DEFAULT.withSpares(ahead))) {
            for (int i = -1; i < times; i++) {
                if (i >= 0) {
                    Patience.until(ahead + " wait", () -> spares.ready() >= ahead);
                }
                long began = System.nanoTime();
                try (var apart = done(Apart.start("start", parts, blobs, spares, loops))) {
                    long now = System.nanoTime();
                    apart.run(row, Optional.empty(), Optional.empty());
                    if (i >= 0) { // the first brings the first spare with it
                        took.add((now - began) / 1e3);
                    }
                }
            }
        }
        return took;
    }

    private long[] inside(Runner runner, int calls) throws Exception {
        return loop.submit(
                        () -> {
                            var times = new long[calls];
                            for (int i = 0; i < calls; i++) {
                                long began = System.nanoTime();
                                runner.run(row, Optional.empty(), Optional.empty());
                                times[i] = System.nanoTime() - began;
                            }
                            return times;
                        })
                .get();
    }

    private long[] apart(Apart apart, int calls) throws Exception {
        var done = new CompletableFuture<long[]>();
        loop.execute(() -> next(apart, new long[calls], 0, done));
        return done.get();
    }

    /// Asks, and again when it is told; always from the loop, never deeper in the stack.
    private void next(Apart apart, long[] times, int i, CompletableFuture<long[]> done) {
        if (i == times.length) {
            done.complete(times);
            return;
        }
        long began = System.nanoTime();
        var _ =
                apart.ask(
                        row,
                        Optional.empty(),
                        true,
                        loop,
                        said -> {
                            times[i] = System.nanoTime() - began;
                            if (said instanceof Said.Outputs) {
                                loop.execute(() -> next(apart, times, i + 1, done));
                            } else {
                                done.completeExceptionally(
                                        new NoAnswerException(
                                                "it did not answer", said.toString()));
                            }
                        });
    }

    private static double percentile(long[] times, int percent) {
        var sorted = LongStream.of(times).sorted().toArray();
        return sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e3;
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) ->
                    throw new IllegalStateException(problem.toString());
        };
    }
}
