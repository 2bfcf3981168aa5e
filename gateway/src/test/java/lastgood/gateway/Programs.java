package lastgood.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Requires;

/// Releases whose model is a factor in a text file, served by a real program.
public final class Programs {
    private final MemoryBlobs blobs;
    private final Drafts drafts;

    private final String mark;

    public Programs(MemoryBlobs blobs) {
        this(blobs, "m" + UUID.randomUUID());
    }

    public Programs(MemoryBlobs blobs, String mark) {
        this.blobs = blobs;
        this.drafts = new Drafts(blobs);
        this.mark = mark;
    }

    /// By which others find the processes of this object.
    public String mark() {
        return mark;
    }

    public Parts parts(int factor, String mode) {
        return parts(factor, mode, Duration.ofSeconds(20));
    }

    /// @param mode what the program is to do; see it
    public Parts parts(int factor, String mode, Duration startWithin) {
        var graph = drafts.of("any", 1, "models/times2.onnx").parts();
        var model = Integer.toString(factor).getBytes(StandardCharsets.UTF_8);
        var server = blobs.put("served.py", Drafts.resource("programs/served.py"));
        var program =
                new Program(
                        "python3 lib/served.py --port {port} --model '{model}' --name {name}",
                        mark,
                        "factor.txt",
                        List.of(new Program.Entry("lib/served.py", server)),
                        new TreeMap<>(Map.of("MODE", mode)),
                        startWithin);
        return new Parts(
                new Parts.Model(blobs.put("factor.txt", model)),
                new Parts.Features.None(),
                new Parts.Preprocessing.None(),
                graph.schema(),
                Parts.Runtime.of(program),
                new Parts.Config(
                        mode.startsWith("hang") ? Duration.ofSeconds(1) : Duration.ofSeconds(10),
                        .5,
                        Optional.empty(),
                        new TreeMap<>()));
    }

    public Release release(int number, Parts parts) {
        return new Release(
                new ServiceName("two"),
                new ReleaseId(
                        number, Digest.of(("served " + number).getBytes(StandardCharsets.UTF_8))),
                new Manifest(parts, Requires.NOTHING),
                Optional.empty(),
                new TreeMap<>(),
                new OfflineEvidence(
                        Optional.empty(),
                        new TreeMap<>(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        List.of()),
                Instant.EPOCH,
                Actor.SERVER);
    }

    /// The interpreters that run now, not the shells around them.
    public List<ProcessHandle> running() {
        return marked().filter(Programs::isPython).toList();
    }

    /// Everything that runs now and names this object's model.
    public Stream<ProcessHandle> marked() {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(p -> commandLine(p).contains(mark));
    }

    private static boolean isPython(ProcessHandle process) {
        return process.info().command().orElse("").contains("python");
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }
}
