package lastgood.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.MemoryPredictionLog;
import lastgood.core.port.MemorySnapshots;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Snapshots;
import lastgood.core.port.Standby;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Audience;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Share;

/// A real gateway on a real socket, with everything around it in memory.
public final class House implements AutoCloseable {
    public static final String SECRET = "only probes know this";
    public static final PredictionSeal SEAL = new PredictionSeal(new byte[32]);

    public final MemoryBlobs blobs;
    public final MemoryVetoes vetoes;
    public final MemoryPredictionLog log = new MemoryPredictionLog(1000);
    public final Drafts drafts;
    public final Gateway gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private long epoch;

    public House() {
        this(_ -> {}, new MemoryBlobs(), new MemoryVetoes());
    }

    public House(Consumer<Setup> adjusted) {
        this(adjusted, new MemoryBlobs(), new MemoryVetoes());
    }

    public House(Consumer<Setup> adjusted, MemoryBlobs blobs, MemoryVetoes vetoes) {
        this(adjusted, blobs, FeatureRows.NONE, vetoes);
    }

    public House(FeatureRows rows) {
        this(_ -> {}, new MemoryBlobs(), rows, new MemoryVetoes());
    }

    /// One that can write down what it serves.
    public House(MemoryBlobs blobs, MemoryVetoes vetoes, MemorySnapshots snapshots) {
        this(_ -> {}, blobs, FeatureRows.NONE, vetoes, Optional.of(snapshots));
    }

    public House(
            Consumer<Setup> adjusted, MemoryBlobs blobs, FeatureRows rows, MemoryVetoes vetoes) {
        this(adjusted, blobs, rows, vetoes, Optional.empty());
    }

    private House(
            Consumer<Setup> adjusted,
            MemoryBlobs blobs,
            FeatureRows rows,
            MemoryVetoes vetoes,
            Optional<Snapshots> snapshots) {
        this.blobs = blobs;
        this.vetoes = vetoes;
        drafts = new Drafts(blobs);
        var setup = new Setup();
        adjusted.accept(setup);
        gateway =
                new Gateway(
                        setup.config(),
                        blobs,
                        rows,
                        vetoes,
                        snapshots,
                        log,
                        SEAL,
                        SECRET,
                        InstantSource.system(),
                        System::nanoTime);
        try {
            gateway.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Release ready(Drafts.Draft draft) {
        return ready(draft, Drafts.CLASSIFIER);
    }

    public Release ready(Drafts.Draft draft, Settings settings) {
        return ready(draft, settings, Standby.Footing.PROVEN);
    }

    public Release ready(Drafts.Draft draft, Settings settings, Standby.Footing footing) {
        var release = draft.release();
        return switch (gateway.standby().prepare(release, settings, footing)) {
            case Outcome.Done<ReleaseId> _ -> release;
            case Outcome.Refused<ReleaseId>(var problem) -> throw new AssertionError(problem);
        };
    }

    public long settle(Release live) {
        return pin(live.service(), new Route.Split.Settled(live.id()));
    }

    public long tryOut(Release live, Release candidate, double share, Route.Watch watch) {
        return pin(
                live.service(),
                new Route.Split.Trying(live.id(), candidate.id(), new Share(share), watch));
    }

    public long tryOut(
            Release live, Release candidate, double share, Route.Watch watch, Audience audience) {
        return pin(
                live.service(),
                new Route.Split.Trying(
                        live.id(), candidate.id(), new Share(share), watch, Optional.of(audience)));
    }

    public long prove(Release live, Optional<Release> origin, Route.Watch watch) {
        return pin(
                live.service(), new Route.Split.Proving(live.id(), origin.map(Release::id), watch));
    }

    public static Route.Watch watch(int rollout, int step, Duration... slow) {
        return new Route.Watch(rollout, step, Set.of(slow), true);
    }

    private long pin(ServiceName service, Route.Split split) {
        var pinned = gateway.routes().pin(new Route(service, ++epoch, split));
        if (!(pinned instanceof RouteBoard.Pinned.Done)) {
            throw new AssertionError(pinned);
        }
        return epoch;
    }

    public URI uri(String path) {
        var at = gateway.address();
        return URI.create("http://127.0.0.1:" + at.getPort() + path);
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    /// How many units of a place were bad for a signal in a service's first rollout: `1 of 20`. One row each, and no keys.
    public String badOf(ServiceName service, Signal signal, Place place) {
        var units =
                gateway.counts()
                        .count(service, 1)
                        .orElseThrow()
                        .tallies()
                        .getOrDefault(signal, Tally.EMPTY)
                        .units();
        long bad = units.getOrDefault(new Tally.Unit(place, 1, 1), 0L);
        return bad + " of " + (bad + units.getOrDefault(new Tally.Unit(place, 0, 1), 0L));
    }

    public HttpResponse<String> infer(String service, String body, String... headers) {
        return post("/v2/models/" + service + "/infer", body, headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> bytes(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A request for the small models: rows of two values named X.
    public static String x(double... values) {
        var data = new StringBuilder();
        for (double value : values) {
            data.append(data.isEmpty() ? "" : ",").append(value);
        }
        return """
        {"inputs":[{"name":"X","shape":[%d,2],"datatype":"FP32","data":[%s]}]}\
        """
                .formatted(values.length / 2, data);
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
