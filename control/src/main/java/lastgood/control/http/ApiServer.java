package lastgood.control.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.control.notice.Feed;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The management port: one virtual thread a request, plain blocking code.
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private static final String EVENTS = "/api/v1/events";
    private static final long LEFT_OVER = 1 << 20;

    private final Turns turns = new Turns();
    private final WebServer server;
    private final List<String> addresses;

    /// Starts listening.
    ///
    /// @param port 0 picks a free one
    public static ApiServer start(
            String host, int port, Access access, Desks desks, Metrics metrics, Feed feed) {
        return new ApiServer(
                host, port, access, Bounds.DEFAULT, GeneralEndpoints.all(desks, metrics), feed);
    }

    ApiServer(
            String host,
            int port,
            Access access,
            Bounds bounds,
            List<Endpoint> endpoints,
            Feed feed) {
        var routing = HttpRouting.builder();
        routing.get(
                EVENTS,
                (request, response) -> {
                    var objection = access.objection("GET", EVENTS, new Call(request, 0, turns));
                    if (objection.isPresent()) {
                        send(request, response, Reply.problem(objection.get()));
                    } else {
                        turns.ours(request.socketId());
                        try {
                            new EventStream(feed).serve(request, response);
                        } finally {
                            turns.end(request.socketId());
                        }
                    }
                });
        for (var endpoint : endpoints) {
            routing.route(
                    Method.create(endpoint.method()),
                    endpoint.path(),
                    (request, response) -> {
                        turns.ours(request.socketId());
                        try {
                            send(request, response, reply(endpoint, access, bounds, request));
                        } finally {
                            turns.end(request.socketId());
                        }
                    });
        }
        routing.any((request, response) -> {
            var call = new Call(request, 0, turns);
            var objection = access.objection("GET", request.path().path(), call);
            var problem = objection.orElseGet(() -> lost(endpoints, request));
            send(request, response, Reply.problem(problem));
        });
        addresses =
                Stream.concat(
                                Stream.of("GET " + EVENTS),
                                endpoints.stream().map(e -> e.method() + " " + e.path()))
                        .toList();
        server = listening(host, port, routing, bounds, turns);
    }

    static WebServer listening(
            String host, int port, HttpRouting.Builder routing, Bounds bounds, Turns turns) {
        var server =
                WebServer.builder()
                        .host(host)
                        .port(port)
                        .routing(routing)
                        .shutdownHook(false)
                        .maxTcpConnections(bounds.connections())
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(turns)
                        .idleConnectionTimeout(bounds.sendWithin())
                        .idleConnectionPeriod(bounds.sendWithin().dividedBy(2))
                        .build()
                        .start();
        // Helidon does not say so itself: it stops again and has no port.
        if (!server.isRunning()) {
            throw new UncheckedIOException(
                    new IOException("the management port cannot listen on " + host + ":" + port));
        }
        return server;
    }

    /// Everything that can be asked for: `GET /api/v1/services/{service}`.
    public List<String> addresses() {
        return addresses;
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private Reply reply(Endpoint endpoint, Access access, Bounds bounds, ServerRequest request) {
        var call = new Call(request, bounds.body(), turns);
        try {
            var objection =
                    access.objection(endpoint.method(), request.path().path(), call)
                            .or(() -> call.tooLarge(bounds.body()));
            return objection.isPresent()
                    ? Reply.problem(objection.get())
                    : endpoint.handler().handle(call);
        } catch (SentBytes.TooMany e) {
            return Reply.problem(Call.larger(bounds.body()));
        } catch (SentBytes.CutOff e) {
            return Reply.problem(
                    Problem.of(Code.WRONG_USAGE, "The body ended before it was complete."));
        } catch (Blobs.DamagedException e) {
            return Reply.problem(
                    Problem.of(Code.BLOB_DAMAGED, "Stored bytes are damaged; they were not used.")
                            .because(String.valueOf(e.getMessage())));
        } catch (IOException | UncheckedIOException e) {
            LOG.error("{} {} failed", endpoint.method(), request.path().path(), e);
            return Reply.problem(
                    StoreTrouble.of(e)
                            .inState(
                                    "Traffic is as it was. What was not acknowledged can be sent again."));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", endpoint.method(), request.path().path(), e);
            return Reply.problem(
                    Problem.of(Code.INTERNAL, "The server failed to answer; its log says more."));
        }
    }

    /// What is left of a refused body is read, so that the answer arrives and the connection can be used again; unless
    /// it is long.
    private static boolean isWorthReading(ServerRequest request) {
        return !request.content().hasEntity()
                || request.content().consumed()
                || request.headers().contentLength().orElse(Long.MAX_VALUE) <= LEFT_OVER;
    }

    private static Problem lost(List<Endpoint> endpoints, ServerRequest request) {
        var path = request.path().path();
        var methods =
                endpoints.stream()
                        .filter(e -> path.matches(e.path().replaceAll("\\{[a-z]+}", "[^/]+")))
                        .map(Endpoint::method)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return methods.isEmpty()
                ? Problem.of(Code.NO_SUCH_PATH, "There is nothing at this address.")
                        .tryThis("GET /api/openapi.json")
                : Problem.of(
                                Code.WRONG_METHOD,
                                "This address does not take " + request.prologue().method() + ".")
                        .because("it takes " + methods);
    }

    static void send(ServerRequest request, ServerResponse response, Reply reply) {
        if (!isWorthReading(request)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        response.status(reply.status())
                .header(HeaderNames.CONTENT_TYPE, reply.type())
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .send(reply.body());
    }
}
