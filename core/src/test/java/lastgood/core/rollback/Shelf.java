package lastgood.core.rollback;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Samples;
import lastgood.core.release.Blob;
import lastgood.core.release.Datatype;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;

/// Releases to plan with: each starts as model v1 on `tumour-features@v1` and is changed from there.
record Shelf(
        int number,
        String model,
        Parts.Features features,
        Parts.Preprocessing preprocessing,
        Schema schema,
        Parts.Runtime runtime,
        Parts.Config config,
        Requires requires,
        boolean golden) {
    static final ServiceName TUMOUR = new ServiceName("tumour");

    static Shelf release(int number) {
        return new Shelf(
                number,
                "model-v1.onnx",
                shared("tumour-features", "v1"),
                new Parts.Preprocessing.None(),
                Samples.schema(),
                new Parts.Runtime("onnxruntime", Optional.of("1.29"), 1, Optional.empty()),
                Parts.Config.DEFAULT,
                Requires.NOTHING,
                true);
    }

    Shelf model(String name) {
        return new Shelf(
                number, name, features, preprocessing, schema, runtime, config, requires, golden);
    }

    Shelf features(Parts.Features other) {
        return new Shelf(
                number, model, other, preprocessing, schema, runtime, config, requires, golden);
    }

    Shelf features(String component, String version) {
        return features(shared(component, version));
    }

    Shelf preprocessing(String name) {
        var graph = new Parts.Preprocessing.Graph(Samples.blob(name));
        return new Shelf(number, model, features, graph, schema, runtime, config, requires, golden);
    }

    Shelf inputs(String... names) {
        var inputs =
                Arrays.stream(names)
                        .map(name ->
                                new TensorSpec(name, Datatype.FP32, List.of(-1L, 4L), List.of()))
                        .toList();
        return schema(new Schema(inputs, schema.outputs()));
    }

    Shelf schema(Schema other) {
        return new Shelf(
                number, model, features, preprocessing, other, runtime, config, requires, golden);
    }

    Shelf threads(int threads) {
        var other =
                new Parts.Runtime(runtime.engine(), runtime.version(), threads, Optional.empty());
        return new Shelf(
                number, model, features, preprocessing, schema, other, config, requires, golden);
    }

    Shelf decisionThreshold(double threshold) {
        var other =
                new Parts.Config(
                        Duration.ofSeconds(1), threshold, Optional.empty(), new TreeMap<>());
        return new Shelf(
                number, model, features, preprocessing, schema, runtime, other, requires, golden);
    }

    Shelf requires(String component, String... versions) {
        var more = new TreeMap<>(requires.versions());
        more.put(component, List.of(versions));
        var other = new Requires(more);
        return new Shelf(
                number, model, features, preprocessing, schema, runtime, config, other, golden);
    }

    Shelf withoutGolden() {
        return new Shelf(
                number, model, features, preprocessing, schema, runtime, config, requires, false);
    }

    Release get() {
        var parts =
                new Parts(
                        new Parts.Model(Samples.blob(model)),
                        features,
                        preprocessing,
                        schema,
                        runtime,
                        config);
        Optional<Blob> rows =
                golden ? Optional.of(Samples.blob("golden.ndjson")) : Optional.empty();
        var evidence =
                new OfflineEvidence(
                        Optional.empty(),
                        new TreeMap<>(Map.of()),
                        rows,
                        false,
                        Optional.empty(),
                        List.of());
        return new Release(
                TUMOUR,
                Samples.releaseId(number),
                new Manifest(parts, requires),
                Optional.empty(),
                new TreeMap<>(),
                evidence,
                Samples.NOON,
                Samples.ALICE);
    }

    static Parts.Features shared(String component, String version) {
        return new Parts.Features.Shared(
                new ComponentId(component, version), Samples.blob(component + "-" + version));
    }
}
