package lastgood.control.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import lastgood.core.problem.Problem;

/// The management port where nobody is at control: every answer says so, and what to do.
public final class AwayServer implements AutoCloseable {
    private static final String ALIVE = "/health/live";
    private static final String EXPLAINED = "/errors/{code}";

    private final Turns turns = new Turns();
    private final WebServer server;

    /// Starts listening.
    ///
    /// @param port 0 picks a free one
    /// @param why nobody is
    public AwayServer(String host, int port, Access access, Problem why) {
        var alive = Endpoint.get(ALIVE, _ -> Reply.text("application/json", "{\"status\":\"up\"}"));
        var explained = Endpoint.get(EXPLAINED, GeneralEndpoints::explain);
        var routing = HttpRouting.builder();
        for (var endpoint : List.of(alive, explained)) {
            routing.get(
                    endpoint.path(),
                    (request, response) -> {
                        var call = new Call(request, 0, turns);
                        var objection = access.objection("GET", request.path().path(), call);
                        ApiServer.send(
                                request,
                                response,
                                objection.isPresent()
                                        ? Reply.problem(objection.get())
                                        : endpoint.handler().handle(call));
                    });
        }
        routing.any((request, response) -> {
            var objection =
                    access.objection("GET", request.path().path(), new Call(request, 0, turns));
            ApiServer.send(request, response, Reply.problem(objection.orElse(why)));
        });
        server = ApiServer.listening(host, port, routing, Bounds.DEFAULT, turns);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
