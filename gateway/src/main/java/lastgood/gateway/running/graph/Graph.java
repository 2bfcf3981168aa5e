package lastgood.gateway.running.graph;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.TensorSpec;

/// One ONNX file, opened in the runtime. Many threads may run it at once; whoever closes it makes sure none does.
///
/// @param name of the file, for messages
/// @param leftOut outputs that no caller can be given, each with the reason
public record Graph(
        String name,
        OrtSession session,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<String> leftOut)
        implements AutoCloseable {

    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        leftOut = List.copyOf(leftOut);
    }

    /// Opens bytes whose digest was checked.
    ///
    /// @param threads for one run
    public static Outcome<Graph> open(String name, byte[] bytes, int threads) {
        var objection = OnnxFile.objection(bytes);
        if (objection.isPresent()) {
            return refused(name, objection.get());
        }
        try (var options = options(threads)) {
            var session = environment().createSession(bytes, options);
            var graph = describe(name, session);
            if (graph instanceof Outcome.Refused<Graph>) {
                session.close();
            }
            return graph;
        } catch (OrtException e) {
            return refused(name, "the runtime does not open it: " + firstLine(e));
        }
    }

    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    /// Made when it is first needed, after the library was told to keep to itself.
    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = make();

        private static OrtEnvironment make() {
            NoTelemetry.ensure();
            return OrtEnvironment.getEnvironment(
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "lastgood");
        }
    }

    /// The version of the embedded runtime: `1.29.0`.
    public static String runtimeVersion() {
        return environment().getVersion();
    }

    OrtSession.Result run(
            Map<String, ? extends OnnxTensorLike> given,
            Set<String> wanted,
            Optional<OrtSession.RunOptions> options)
            throws OrtException {
        return options.isPresent()
                ? session.run(given, wanted, options.get())
                : session.run(given, wanted);
    }

    /// Runs with everything where it is to be.
    void run(
            Map<String, OnnxTensor> given,
            Map<String, OnnxTensor> written,
            Optional<OrtSession.RunOptions> options)
            throws OrtException {
        try (var _ =
                options.isPresent()
                        ? session.run(given, Set.of(), written, options.get())
                        : session.run(given, Set.of(), written)) {
            // closes nothing of what was written: it is the caller's
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session that was open does not close", e);
        }
    }

    /// One thread, no spinning: measured cheapest. Without the arena a standby needs a third of the memory.
    private static OrtSession.SessionOptions options(int threads) throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setCPUArenaAllocator(false);
        options.setMemoryPatternOptimization(false);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static Outcome<Graph> describe(String name, OrtSession session) throws OrtException {
        var leftOut = new ArrayList<String>();
        var outputs = specs(session.getOutputInfo().values(), leftOut);
        var strange = new ArrayList<String>();
        var inputs = specs(session.getInputInfo().values(), strange);
        if (!strange.isEmpty()) {
            return refused(name, "input " + strange.getFirst());
        }
        if (inputs.isEmpty()) {
            return refused(name, "it takes no input");
        }
        return Outcome.done(new Graph(name, session, inputs, outputs, leftOut));
    }

    private static List<TensorSpec> specs(Collection<NodeInfo> nodes, List<String> strange) {
        var specs = new ArrayList<TensorSpec>();
        for (var node : nodes) {
            if (!(node.getInfo() instanceof TensorInfo info)) {
                strange.add("'" + node.getName() + "' is no tensor");
            } else if (OrtTensors.datatype(info).isEmpty()) {
                strange.add(
                        "'" + node.getName() + "' has a datatype that the protocol does not know");
            } else if (Arrays.stream(info.getShape()).anyMatch(d -> d == 0 || d < -1)) {
                strange.add("'" + node.getName() + "' has a dimension that is not positive");
            } else {
                specs.add(
                        new TensorSpec(
                                node.getName(),
                                OrtTensors.datatype(info).orElseThrow(),
                                Arrays.stream(info.getShape()).boxed().toList(),
                                List.of()));
            }
        }
        return specs;
    }

    private static Outcome<Graph> refused(String name, String why) {
        return Outcome.refused(
                Problem.of(Code.INVALID_RELEASE, "'" + name + "' cannot be used: " + why));
    }

    /// The runtime's own words, short: a message may quote the model at length.
    static String firstLine(OrtException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
