package lastgood.gateway;

import ai.onnxruntime.OrtException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Standby;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Upstream;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.Assembly;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.program.EndpointBook;
import lastgood.gateway.running.program.Endpoints;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import lastgood.testing.RudeServer;

/// A gateway in front of servers that serve one model, and what it tells of them.
final class Upstreams implements AutoCloseable {
    static final String PLACE = "/v2/models/thirds/versions/3";
    static final String INFER = "POST " + PLACE + "/infer";
    static final String SAID =
            "{\"name\":\"thirds\",\"versions\":[\"2\",\"3\"],\"platform\":\"onnxruntime_onnx\"}";
    static final String ANSWER =
            "{\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[3,6]}]}";

    final House house;
    private final Endpoints endpoints;
    private final Programs programs;
    private final EventLoops loops = new EventLoops(1);

    Upstreams(String... addresses) {
        var several = List.of(addresses).stream().map(URI::create).toList();
        endpoints = new Endpoints(new TreeMap<>(Map.of("triton", several)));
        house = new House(s -> s.endpoints = endpoints);
        programs = new Programs(house.blobs);
    }

    /// One that serves the model as it should.
    static RudeServer server() {
        return new RudeServer()
                .on("GET /v2/health/ready", RudeServer.says("{}"))
                .on("GET " + PLACE + "/ready", RudeServer.says("{}"))
                .on("GET " + PLACE, RudeServer.says(SAID))
                .on(INFER, RudeServer.says(ANSWER));
    }

    /// How often it was asked for a prediction.
    static long inferred(RudeServer server) {
        return server.asked().stream().filter(asked -> asked.line().equals(INFER)).count();
    }

    Release live() {
        return live("thirds", Optional.of("3"), SAID);
    }

    /// Another model than the usual one.
    Release live(String model, String said) {
        return live(model, Optional.empty(), said);
    }

    private Release live(String model, Optional<String> version, String said) {
        var release = programs.release(1, parts(new Upstream("triton", model, version), said));
        return switch (house.gateway
                .standby()
                .prepare(release, Drafts.CLASSIFIER, Standby.Footing.PROVEN)) {
            case Outcome.Done<ReleaseId> _ -> {
                house.settle(release);
                yield release;
            }
            case Outcome.Refused<ReleaseId>(var problem) -> throw new AssertionError(problem);
        };
    }

    Problem refused() {
        return switch (house.gateway
                .standby()
                .prepare(programs.release(1, parts()), Drafts.CLASSIFIER, Standby.Footing.PROVEN)) {
            case Outcome.Refused<ReleaseId>(var problem) -> problem;
            case Outcome.Done<ReleaseId> _ -> throw new AssertionError("it is ready");
        };
    }

    /// The model alone, as the gateway would hold it.
    Found found() {
        var book = new EndpointBook(endpoints);
        return switch (new Assembly(house.blobs, endpoints, book, () -> loops).assemble(parts())) {
            case Outcome.Done<Runner>(var runner) -> new Found(runner, book);
            case Outcome.Refused<Runner>(var problem) -> throw new AssertionError(problem);
        };
    }

    record Found(Runner runner, EndpointBook book) implements AutoCloseable {
        void ask() {
            var input =
                    new Tensor(
                            "X",
                            Datatype.FP32,
                            List.of(1L, 2L),
                            new Values.Floats(new float[] {1, 2}));
            try {
                runner.run(List.of(input), Optional.empty(), Optional.empty());
            } catch (OrtException | NoAnswerException _) {
                // whoever asks looks at the book
            }
        }

        @Override
        public void close() {
            runner.close();
        }
    }

    HttpResponse<String> ask() {
        return house.infer("two", House.x(1, 2));
    }

    EndpointBook.Told told(String address) {
        return house.gateway.endpoints().stream()
                .filter(told -> told.address().equals(URI.create(address)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        house.close();
        loops.close();
    }

    private Parts parts() {
        return parts(new Upstream("triton", "thirds", Optional.of("3")), SAID);
    }

    private Parts parts(Upstream upstream, String said) {
        var graph = house.drafts.of("any", 1, "models/times2.onnx").parts();
        return new Parts(
                new Parts.Model(
                        house.blobs.put("thirds.json", said.getBytes(StandardCharsets.UTF_8))),
                new Parts.Features.None(),
                new Parts.Preprocessing.None(),
                graph.schema(),
                Parts.Runtime.of(upstream),
                new Parts.Config(Duration.ofSeconds(1), .5, Optional.empty(), new TreeMap<>()));
    }
}
