package lastgood.wire.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Parts;
import lastgood.core.release.ServiceName;
import lastgood.core.release.Upstream;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// A release as its file declares it: paths instead of bytes.
public record ReleaseDraft(
        ServiceName service,
        Optional<String> label,
        SortedMap<String, String> annotations,
        RelativePath model,
        Features features,
        Optional<RelativePath> preprocessing,
        Schema schema,
        Runtime runtime,
        Parts.Config config,
        Requires requires,
        Evidence evidence) {

    public ReleaseDraft {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public sealed interface Features {
        record None() implements Features {}

        record Graph(RelativePath path) implements Features {}

        record Shared(ComponentId component) implements Features {}
    }

    public sealed interface Runtime {
        record Embedded(Parts.Runtime runtime) implements Runtime {}

        /// Somebody else's server.
        record Served(Upstream upstream) implements Runtime {}

        /// A program that is started. Its fields are those of [lastgood.core.release.Program], with paths for blobs.
        record Command(
                String command,
                String name,
                List<RelativePath> files,
                SortedMap<String, String> environment,
                Duration startWithin)
                implements Runtime {
            public Command {
                files = List.copyOf(files);
                environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
            }
        }
    }

    public sealed interface Schema {
        /// The model's own signature.
        record Infer() implements Schema {}

        /// To be read by [SchemaFile].
        record File(RelativePath path) implements Schema {}
    }

    public sealed interface Ranges {
        record None() implements Ranges {}

        /// From the evidence's rows.
        record Infer() implements Ranges {}

        /// To be read by [RangesFile].
        record File(RelativePath path) implements Ranges {}
    }

    /// @param golden rows with the answers they must get
    /// @param rows recorded requests, some with labels
    public record Evidence(
            Optional<String> dataset,
            SortedMap<String, Double> metrics,
            Optional<RelativePath> golden,
            Optional<RelativePath> rows,
            Ranges ranges) {
        public static final Evidence NONE =
                new Evidence(
                        Optional.empty(),
                        new TreeMap<>(),
                        Optional.empty(),
                        Optional.empty(),
                        new Ranges.None());

        public Evidence {
            metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        }
    }

    /// Every file it names, once, in the order of the parts.
    public List<RelativePath> files() {
        var files = new ArrayList<RelativePath>();
        files.add(model);
        if (features instanceof Features.Graph(var path)) {
            files.add(path);
        }
        preprocessing.ifPresent(files::add);
        if (schema instanceof Schema.File(var path)) {
            files.add(path);
        }
        if (runtime instanceof Runtime.Command command) {
            files.addAll(command.files());
        }
        evidence.golden().ifPresent(files::add);
        evidence.rows().ifPresent(files::add);
        if (evidence.ranges() instanceof Ranges.File(var path)) {
            files.add(path);
        }
        return files.stream().distinct().toList();
    }
}
