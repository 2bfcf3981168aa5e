import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What inference costs from Java and nothing else: as `floor.c`, but by ONNX Runtime's own Java binding, with inputs and
/// outputs pinned outside the heap. Run as a source file: `java -cp onnxruntime.jar JniFloor.java SECONDS VALUES GRAPH …`
final class JniFloor {
    private static final int BATCH = 1000;

    /// One graph, its input, and where its outputs go.
    record Graph(OrtSession session, Map<String, OnnxTensor> in, Map<String, OnnxTensor> out) {
        void run() throws Exception {
            // Pinned outputs belong to us: closing the result closes none of them.
            session.run(in, Set.of(), out).close();
        }
    }

    public static void main(String[] args) throws Exception {
        var environment = OrtEnvironment.getEnvironment();
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        var row = Arrays.stream(args[1].split(",")).map(Float::valueOf).toList();
        var values = ByteBuffer.allocateDirect(row.size() * 4).order(ByteOrder.nativeOrder()).asFloatBuffer();
        row.forEach(values::put);
        var next = OnnxTensor.createTensor(environment, values.flip(), new long[] {1, row.size()});
        var graphs = new ArrayList<Graph>();
        for (var spec : Arrays.asList(args).subList(2, args.length)) {
            var parts = List.of(spec.split(":"));
            var outs = new LinkedHashMap<String, OnnxTensor>();
            for (var out : parts.subList(2, parts.size())) {
                var words = out.split(",");
                outs.put(words[0], empty(environment, words[1], Integer.parseInt(words[2])));
            }
            var session = environment.createSession(parts.get(0), options);
            graphs.add(new Graph(session, Map.of(parts.get(1), next), outs));
            next = outs.values().iterator().next();
        }
        measure(graphs, Integer.parseInt(args[0]));
    }

    private static OnnxTensor empty(OrtEnvironment environment, String type, int count) throws Exception {
        var bytes = ByteBuffer.allocateDirect(count * 8).order(ByteOrder.nativeOrder());
        return type.equals("f")
                ? OnnxTensor.createTensor(environment, bytes.limit(count * 4).asFloatBuffer(), new long[] {1, count})
                : OnnxTensor.createTensor(environment, bytes.asLongBuffer(), new long[] {count});
    }

    private static void measure(List<Graph> graphs, int seconds) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var batches = new ArrayList<Double>();
        batch(graphs, 30 * BATCH);
        for (long end = System.nanoTime() + seconds * 1_000_000_000L; System.nanoTime() < end || batches.isEmpty(); ) {
            long began = threads.getCurrentThreadCpuTime();
            batch(graphs, BATCH);
            batches.add((threads.getCurrentThreadCpuTime() - began) / 1e3 / BATCH);
        }
        var told = new StringBuilder();
        graphs.getLast().out().forEach((name, tensor) -> told.append(",\"").append(name).append("\":").append(data(tensor)));
        System.out.printf(Locale.ROOT, "{\"cpu\":%.3f,\"runs\":%d%s}%n", batches.stream().sorted().toList().get(batches.size() / 2), batches.size() * BATCH, told);
    }

    private static void batch(List<Graph> graphs, int runs) throws Exception {
        for (int i = 0; i < runs; i++) {
            for (var graph : graphs) {
                graph.run();
            }
        }
    }

    private static String data(OnnxTensor tensor) {
        var floats = tensor.getFloatBuffer();
        if (floats != null) {
            var all = new float[floats.remaining()];
            floats.get(all);
            return Arrays.toString(all);
        }
        var longs = new long[tensor.getLongBuffer().remaining()];
        tensor.getLongBuffer().get(longs);
        return Arrays.toString(longs);
    }
}
