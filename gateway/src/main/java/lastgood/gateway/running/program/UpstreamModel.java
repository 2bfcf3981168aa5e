package lastgood.gateway.running.program;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.Upstream;
import lastgood.gateway.client.Server;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.program.Likeness.Found;
import lastgood.gateway.running.tensor.Tensor;

/// A model that servers elsewhere serve, at one address or at several. It is ready if one of them says so, and none says of
/// the model anything else than the release is pinned to.
public final class UpstreamModel implements LateRunner {
    private static final String WHO = "its upstream";

    /// Requests of one release that are under way at once.
    private static final int PLACES = 64;

    private final Inference inference;
    private final Addresses addresses;
    private final EndpointBook book;
    private final Places places;
    private final Duration timeout;

    private UpstreamModel(
            Parts parts,
            Upstream upstream,
            List<URI> servers,
            Inference inference,
            Likeness likeness,
            EndpointBook book,
            EventLoops loops) {
        this.inference = inference;
        this.book = book;
        places = new Places(PLACES, loops.all());
        timeout = parts.config().timeout();
        addresses =
                new Addresses(
                        upstream.toString(),
                        servers,
                        servers.stream().map(s -> book.row(upstream.endpoint(), s)).toList(),
                        likeness::objection,
                        System::nanoTime);
        book.open(upstream.endpoint(), addresses);
    }

    /// Looks whether the servers serve the model. Whoever gets the model closes it.
    ///
    /// @param book what is asked of them is counted there
    /// @param loops on which they are asked
    public static Outcome<Runner> find(
            Parts parts,
            Upstream upstream,
            Endpoints endpoints,
            EndpointBook book,
            Blobs blobs,
            EventLoops loops) {
        var servers = endpoints.at(upstream.endpoint());
        if (servers.isEmpty()) {
            return refused(
                    "no endpoint '" + upstream.endpoint() + "' is known here",
                    "known are " + endpoints.addresses().keySet(),
                    "lastgood run --endpoint " + upstream.endpoint() + "=http://HOST:PORT");
        }
        var place = upstream.model() + upstream.version().map(v -> "/versions/" + v).orElse("");
        var inference = new Inference(WHO, place, parts, loops);
        try {
            var likeness = Likeness.of(parts, upstream, inference, blobs);
            var away = new TreeMap<Integer, Problem>();
            for (int i = 0; i < servers.size(); i++) {
                var server = servers.get(i);
                var found = likeness.look(Server.at(server));
                if (found instanceof Found.Other(var difference)) {
                    inference.close();
                    return Outcome.refused(other(servers.size() == 1, server, difference));
                }
                int at = i;
                problem(found, upstream, server).ifPresent(problem -> away.put(at, problem));
            }
            if (away.size() == servers.size()) {
                inference.close();
                return Outcome.refused(away.firstEntry().getValue());
            }
            return Outcome.done(
                    new UpstreamModel(parts, upstream, servers, inference, likeness, book, loops)
                            .without(away));
        } catch (IOException e) {
            inference.close();
            return refused(
                    "what its upstream is to serve cannot be read",
                    String.valueOf(e.getMessage()),
                    "make the release of the file that GET /v2/models/NAME answers");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            inference.close();
            return refused("the wait for its upstream was interrupted", "", "try again");
        }
    }

    @Override
    public Asked ask(
            Collection<Tensor> inputs,
            Optional<ModelInputs> watcher,
            boolean wait,
            ScheduledExecutorService loop,
            Consumer<Said> told) {
        watcher.ifPresent(w -> w.accept(modelInputs(inputs)));
        return new UpstreamErrand(this, places, loop, inputs, told).start();
    }

    @Override
    public List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws NoAnswerException {
        return Waiting.run(this, WHO, inference.anyLoop(), inputs, watcher, timeout);
    }

    @Override
    public List<Tensor> modelInputs(Collection<Tensor> inputs) {
        return inference.modelInputs(inputs);
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void close() {
        addresses.close();
        book.close(addresses);
        inference.close();
    }

    Inference inference() {
        return inference;
    }

    Addresses addresses() {
        return addresses;
    }

    long timeoutNanos() {
        return timeout.toNanos();
    }

    /// One who is not ready yet is asked once he is.
    private UpstreamModel without(SortedMap<Integer, Problem> away) {
        away.forEach((at, problem) -> addresses.isAway(at, String.join(", ", problem.why())));
        return this;
    }

    private static Optional<Problem> problem(Found found, Upstream upstream, URI server) {
        return switch (found) {
            case Found.Same _ -> Optional.empty();
            case Found.Other(var difference) -> Optional.of(other(true, server, difference));
            case Found.NotReady(var why) ->
                    Optional.of(
                            problem(
                                    "its upstream is not ready",
                                    why,
                                    "start it, or say where it is: lastgood run --endpoint "
                                            + upstream.endpoint()
                                            + "=http://HOST:PORT"));
            case Found.Silent(var why) ->
                    Optional.of(
                            problem(
                                    "its upstream does not say what it serves",
                                    why,
                                    "look what serves at " + server));
        };
    }

    private static Problem other(boolean only, URI server, String difference) {
        return problem(
                "its upstream serves another model than the release is pinned to",
                only ? difference : server + ": " + difference,
                "make a release of what is served now, or have the upstream serve the other one");
    }

    private static Outcome<Runner> refused(String what, String why, String todo) {
        return Outcome.refused(problem(what, why, todo));
    }

    private static Problem problem(String what, String why, String todo) {
        return Problem.of(Code.NOT_PREPARED, what).because(why).tryThis(todo);
    }
}
