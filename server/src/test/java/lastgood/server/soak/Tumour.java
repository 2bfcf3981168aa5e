package lastgood.server.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Parcel;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.client.Row;
import lastgood.server.soak.client.ServerProcess;
import lastgood.testing.Patience;

/// The tumour example as the soaks use it: r1 is good and live, r2 answers otherwise and may be tried.
public final class Tumour {
    public static final String SERVICE = "tumour-classifier";

    /// Its one input.
    public static final String TENSOR = "measurements";

    private static final Duration TO_BE_GOOD = Duration.ofSeconds(60);

    private final Path folder;

    public Tumour(Home home) {
        this.folder = home.example("tumour");
    }

    public List<Row> rows() {
        return Row.read(folder.resolve("heldout.ndjson"));
    }

    /// Of the releases by name: what each must answer.
    ///
    /// @param models the model file of each; all run on features v1
    public Oracle oracle(Map<String, String> models) {
        var oracle = new Oracle(rows());
        models.forEach((release, model) ->
                oracle.with(
                        release,
                        List.of(folder.resolve("features-v1.onnx"), folder.resolve(model))));
        return oracle;
    }

    public Parcel release(String file) {
        return Parcel.read(folder.resolve(file));
    }

    public Parcel component() {
        return Parcel.read(folder.resolve("features-v1.component.yaml"));
    }

    /// A service file with this rollout and guards that nothing here can trip.
    ///
    /// @param beside further lines of its `spec`, one below the other
    public static Parcel service(String rollout, String... beside) {
        var text =
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: %s}
                spec:
                  task: classification
                  rollout: {%s}
                  guards:
                    - http.error_rate <= baseline + 50%%
                    - quality.error_rate <= baseline + 90%%
                """
                                .formatted(SERVICE, rollout)
                        + String.join("", Arrays.stream(beside).map("  %s\n"::formatted).toList());
        return new Parcel("service.yaml", text, Path.of("").toAbsolutePath());
    }

    /// Makes r1 and r2, and r1 good. Afterwards rollouts go by `rollout`.
    ///
    /// @param beside further lines of the service's `spec`
    public void setUp(
            ServerProcess server, Rest rest, Parcel second, String rollout, String... beside)
            throws IOException {
        component().send(rest, "/apply").done();
        service("steps: [100%], stepTime: 1s, bake: 1s, minRequests: 10", beside)
                .send(rest, "/apply")
                .done();
        release("r1.release.yaml").send(rest, "/releases").done();
        second.send(rest, "/releases").done();
        rest.post("/services/" + SERVICE + "/rollouts", Map.of("release", "r1")).done();
        try (var caller = new Caller(server.predict(), SERVICE)) {
            var row = rows().getFirst();
            Patience.until(
                    "r1 is good",
                    TO_BE_GOOD,
                    () -> {
                        var answer = caller.ask(row.request());
                        if (answer.status() != 200) {
                            throw new IOException(
                                    answer.status()
                                            + ": "
                                            + new String(answer.body(), StandardCharsets.UTF_8));
                        }
                        return rest.status(SERVICE).get("lastGood").asString("").equals("r1");
                    });
        }
        service(rollout, beside).send(rest, "/apply").done();
    }
}
