package lastgood.control;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lastgood.control.http.Access;
import lastgood.control.http.ApiServer;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.port.Drivers;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.MemoryAliases;
import lastgood.core.port.MemoryComponents;
import lastgood.core.port.MemoryCountSource;
import lastgood.core.port.MemoryCounts;
import lastgood.core.port.MemoryDrills;
import lastgood.core.port.MemoryIncidents;
import lastgood.core.port.MemoryJournal;
import lastgood.core.port.MemoryLabels;
import lastgood.core.port.MemoryNotifier;
import lastgood.core.port.MemoryRegistry;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.MemoryRouteBoard;
import lastgood.core.port.MemorySignatures;
import lastgood.core.port.MemoryStackBook;
import lastgood.core.port.MemoryStandby;
import lastgood.core.port.MemoryVetoes;
import lastgood.core.port.Samples;
import lastgood.core.port.ScriptedPredictions;
import lastgood.core.port.ScriptedProbe;
import lastgood.core.port.ScriptedWorkbench;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.testing.Patience;
import lastgood.wire.Json;
import tools.jackson.databind.JsonNode;

/// A whole control plane over fakes of the other rooms, spoken to over a real socket.
final class ControlWorld implements AutoCloseable {
    static final Duration AT_MOST = Duration.ofSeconds(20);
    static final ServiceName WINE = new ServiceName("wine");
    static final String RELEASE =
            """
            apiVersion: lastgood/v1
            kind: Release
            metadata: {service: wine, label: %s}
            spec:
              model: {path: model.onnx}
              features: none
              preprocessing: none
              schema: infer
              runtime: {engine: onnxruntime}
              config: {}
            """;
    static final String SERVICE =
            """
            apiVersion: lastgood/v1
            kind: Service
            metadata: {name: wine}
            spec:
              task: classification
              rollout: {steps: [20%, 100%], stepTime: 1h, bake: 1h}
              guards:
                - http.error_rate <= baseline + 0.5%
                - quality.error_rate <= baseline + 3%
            """;

    final MemoryJournal journal;
    final MemoryReleases releases;
    final MemoryLabels labels = new MemoryLabels();
    final MemoryComponents components;
    final MemoryStackBook stacks;
    final MemorySignatures signatures = new MemorySignatures();
    private final MemoryIncidents incidents;
    final MemoryCountSource counted = new MemoryCountSource();
    final MemoryVetoes vetoes;
    final MemoryRouteBoard board;
    final MemoryStandby standby = new MemoryStandby();
    final MemoryNotifier notifier = new MemoryNotifier();
    final MemoryAliases aliases = new MemoryAliases();
    final MemoryDrills drills;
    final ScriptedPredictions predictions = new ScriptedPredictions();

    /// What looks after components in worlds of their own; a test may put another one here.
    final AtomicReference<Drivers> drivers = new AtomicReference<>(Drivers.NONE);

    final ScriptedWorkbench workbench = new ScriptedWorkbench(Samples.schema());
    final PredictionSeal seal = new PredictionSeal(new byte[32]);
    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
    final Control control;
    private final ApiServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    ControlWorld() {
        this(Optional.empty());
    }

    ControlWorld(Optional<String> token) {
        this(
                token,
                new MemoryJournal(),
                new MemoryReleases(),
                new MemoryComponents(),
                new MemoryStackBook(),
                new MemoryIncidents(),
                new MemoryDrills(),
                new MemoryVetoes(),
                Set.of(),
                new MemoryRegistry.Kept(),
                false);
    }

    /// @param registries shared with others, with whom releases can be exchanged
    ControlWorld(MemoryRegistry.Kept registries, boolean signaturesRequired) {
        this(
                Optional.empty(),
                new MemoryJournal(),
                new MemoryReleases(),
                new MemoryComponents(),
                new MemoryStackBook(),
                new MemoryIncidents(),
                new MemoryDrills(),
                new MemoryVetoes(),
                Set.of(),
                registries,
                signaturesRequired);
    }

    private ControlWorld(
            Optional<String> token,
            MemoryJournal journal,
            MemoryReleases releases,
            MemoryComponents components,
            MemoryStackBook stacks,
            MemoryIncidents incidents,
            MemoryDrills drills,
            MemoryVetoes vetoes,
            Set<ReleaseId> damaged,
            MemoryRegistry.Kept registries,
            boolean signaturesRequired) {
        this.journal = journal;
        this.releases = releases;
        this.components = components;
        this.stacks = stacks;
        this.incidents = incidents;
        this.drills = drills;
        this.vetoes = vetoes;
        board = new MemoryRouteBoard(vetoes);
        damaged.forEach(this::damage);
        InstantSource clock = now::get;
        var ports =
                new Ports(
                        journal,
                        releases,
                        components,
                        labels,
                        new MemoryCounts(),
                        incidents,
                        board,
                        standby,
                        ScriptedProbe.of(board),
                        counted,
                        workbench,
                        notifier,
                        new MemoryRegistry(registries, releases),
                        signatures,
                        signaturesRequired,
                        aliases,
                        stacks,
                        (component, kind, settings) ->
                                drivers.get().make(component, kind, settings),
                        FeatureRows.NONE,
                        drills,
                        predictions,
                        List.of(),
                        _ -> OptionalDouble.of(100));
        control = new Control(ports, seal, clock);
        control.start();
        server =
                control.listen(
                        "127.0.0.1",
                        0,
                        new Access(Set.of("127.0.0.1", "localhost"), token),
                        List::of);
    }

    /// The next process on the same data, after this one has ended.
    ///
    /// @param damaged releases that cannot be loaded any more
    ControlWorld startedAgain(int... damaged) {
        close();
        var standing = control.services().open(WINE).state().standing();
        var ids =
                Arrays.stream(damaged)
                        .mapToObj(number -> standing.release(number).orElseThrow())
                        .collect(Collectors.toSet());
        return new ControlWorld(
                Optional.empty(),
                journal,
                releases,
                components,
                stacks,
                incidents,
                drills,
                vetoes,
                ids,
                new MemoryRegistry.Kept(),
                false);
    }

    /// From now on this release cannot be loaded.
    void damage(ReleaseId release) {
        standby.refuse(
                release,
                Problem.of(Code.NOT_PREPARED, release + " could not be made ready.")
                        .because("its model is damaged"));
        board.notReady(release, "not loaded");
    }

    void repair(ReleaseId release) {
        standby.accept(release);
        board.ready(release);
    }

    record Answer(int status, JsonNode body) {
        String text(String field) {
            return body.get(field).asString();
        }
    }

    List<String> addresses() {
        return server.addresses();
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, Object body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Lastgood-By", "cli:alice");
    }

    Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var body = response.body();
            return new Answer(
                    response.statusCode(),
                    Json.mapper()
                            .readTree(
                                    body.startsWith("{") || body.startsWith("[") ? body : "null"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Applies the service file.
    void applied() {
        applied(SERVICE);
    }

    void applied(String file) {
        var answer =
                post(
                        "/api/v1/apply",
                        Map.of("path", "service.yaml", "text", file, "files", Map.of()));
        check(answer.status() == 200, answer);
    }

    /// Makes a release whose model has these bytes.
    Answer created(String label, String model) {
        return created(RELEASE.formatted(label), Map.of("model.onnx", model));
    }

    /// The same with recorded rows as evidence, which a workbench can replay.
    Answer createdWithRows(String label, String model) {
        return created(
                RELEASE.formatted(label) + "  evidence: {rows: rows.ndjson}\n",
                Map.of("model.onnx", model, "rows.ndjson", "the same rows for all"));
    }

    /// Uploads the files a release names, then sends it.
    ///
    /// @param files contents by path
    Answer created(String text, Map<String, String> files) {
        var digests = new TreeMap<String, String>();
        files.forEach((path, bytes) -> digests.put(path, stored(bytes)));
        return post(
                "/api/v1/releases", Map.of("path", "release.yaml", "text", text, "files", digests));
    }

    String stored(String bytes) {
        var digest = Digest.of(Samples.bytes(bytes)).toString();
        var stored =
                send(
                        request("/api/v1/blobs")
                                .header("Content-Type", "application/octet-stream")
                                .header("Lastgood-Digest", digest)
                                .POST(HttpRequest.BodyPublishers.ofString(bytes)));
        check(stored.status() == 200, stored);
        return digest;
    }

    Answer started(String release) {
        return post("/api/v1/services/wine/rollouts", Map.of("release", release));
    }

    /// r1 is live and good enough to be returned to, r2 has 20 %.
    void canary() {
        applied();
        created("lr-1", "model one");
        created("lr-2", "model two");
        started("r1");
        now.set(now.get().plusSeconds(3601));
        statusWhen(s -> s.text("state").equals("steady"));
        var started = started("r2");
        check(started.body().get("share").asDouble() == 0.2, started);
        check(status().text("state").equals("canary"), status());
    }

    /// What went live at once bakes to the end under traffic, and becomes good.
    void proves(int rollout, String release) {
        var traffic = Map.of(new Place(0, Arm.CANDIDATE), new Count.Traffic(1000, 1000, 0));
        counted.put(new Count("gateway", 1, WINE, rollout, traffic, Map.of(), Map.of()));
        now.set(now.get().plusSeconds(3601));
        statusWhen(s -> s.text("lastGood").equals(release));
    }

    /// The same for any service, in whichever rollout it is.
    void proves(String service, String release) {
        var name = new ServiceName(service);
        var rollout = control.services().open(name).state().phase().watched().orElseThrow();
        var traffic =
                Map.of(
                        new Place(rollout.terms().lastStep(), Arm.CANDIDATE),
                        new Count.Traffic(1000, 1000, 0));
        counted.put(new Count("gateway", 1, name, rollout.number(), traffic, Map.of(), Map.of()));
        now.set(now.get().plusSeconds(3601));
        Patience.until(
                release + " is good",
                AT_MOST,
                () -> get("/api/v1/services/" + service),
                s -> s.text("lastGood").equals(release) && s.text("state").equals("steady"));
    }

    /// r1 is good, r2 is good and live.
    void twoGoodReleases() {
        applied(SERVICE.replace("[20%, 100%]", "[100%]"));
        for (int i = 1; i <= 2; i++) {
            created("lr-" + i, "model " + i);
            var started = started("r" + i);
            check(started.status() == 200, started);
            proves(i, "r" + i);
        }
    }

    /// What is at an address, byte for byte.
    byte[] bytes(String path) {
        try {
            return client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String path) {
        return new String(bytes(path), java.nio.charset.StandardCharsets.UTF_8);
    }

    Answer status() {
        return get("/api/v1/services/wine");
    }

    /// Asks until it is so.
    Answer statusWhen(Predicate<Answer> so) {
        return Patience.until("the status says so", AT_MOST, this::status, so);
    }

    /// A label for a one-row prediction that said 0.
    Map<String, Object> label(int release, int rollout, int step, Arm arm, int nonce, int label) {
        var prediction =
                new Prediction(
                        now.get().toEpochMilli(),
                        release,
                        rollout,
                        step,
                        arm,
                        false,
                        OptionalInt.empty(),
                        List.of(new Value.Whole(0)),
                        nonce);
        var one = new TreeMap<String, Object>();
        one.put("predictionId", seal.copy().seal(WINE, prediction));
        one.put("label", label);
        return one;
    }

    @Override
    public void close() {
        server.close();
        control.close();
        client.close();
    }

    private static void check(boolean so, Answer answer) {
        if (!so) {
            throw new AssertionError("not in time, or not so: " + answer);
        }
    }
}
