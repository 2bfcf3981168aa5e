package lastgood.gateway.running.program;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import lastgood.core.breaker.Cause;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.Upstream;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.program.Likeness.Found;
import lastgood.gateway.running.program.UnansweredException.How;
import lastgood.gateway.running.tensor.Tensor;

/// A model that servers elsewhere serve, at one address or at several. It is ready if one of them says so, and none says of
/// the model anything else than the release is pinned to.
public final class UpstreamModel implements Runner {
    /// A connection that was closed while nobody used it breaks as soon as it is used. What takes longer was at work.
    private static final long STALE_NANOS = 100_000_000;

    private final Inference inference;
    private final Addresses addresses;
    private final EndpointBook book;
    private final long timeout;
    private final LongSupplier nanos;

    private UpstreamModel(
            Parts parts,
            Upstream upstream,
            List<URI> servers,
            Inference inference,
            Likeness likeness,
            EndpointBook book) {
        this.inference = inference;
        this.book = book;
        nanos = System::nanoTime;
        timeout = parts.config().timeout().toNanos();
        addresses =
                new Addresses(
                        upstream.toString(),
                        servers,
                        servers.stream().map(s -> book.row(upstream.endpoint(), s)).toList(),
                        likeness::objection,
                        nanos);
        book.open(upstream.endpoint(), addresses);
    }

    /// Looks whether the servers serve the model. Whoever gets the model closes it.
    ///
    /// @param book what is asked of them is counted there
    public static Outcome<Runner> find(
            Parts parts, Upstream upstream, Endpoints endpoints, EndpointBook book, Blobs blobs) {
        var servers = endpoints.at(upstream.endpoint());
        if (servers.isEmpty()) {
            return refused(
                    "no endpoint '" + upstream.endpoint() + "' is known here",
                    "known are " + endpoints.addresses().keySet(),
                    "lastgood run --endpoint " + upstream.endpoint() + "=http://HOST:PORT");
        }
        var place = upstream.model() + upstream.version().map(v -> "/versions/" + v).orElse("");
        var inference = new Inference("its upstream", place, parts);
        try {
            var likeness = Likeness.of(parts, upstream, inference, blobs);
            var away = new TreeMap<Integer, Problem>();
            for (int i = 0; i < servers.size(); i++) {
                var server = servers.get(i);
                var found = likeness.look(server);
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
                    new UpstreamModel(parts, upstream, servers, inference, likeness, book)
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
    public List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws NoAnswerException {
        watcher.ifPresent(w -> w.accept(modelInputs(inputs)));
        var pass = addresses.enter();
        if (pass.isEmpty()) {
            throw new NoAnswerException("its upstream " + addresses.whyNone(), addresses.who());
        }
        var tried = new HashSet<Integer>();
        while (true) {
            boolean first = tried.isEmpty();
            tried.add(pass.get().address());
            long began = nanos.getAsLong();
            try {
                return ask(pass.get(), inputs);
            } catch (UnansweredException e) {
                long took = nanos.getAsLong() - began;
                boolean stale = isStale(e, pass.get(), took);
                note(e, pass.get(), stale, took);
                pass =
                        isUntouched(e, stale)
                                ? addresses.enterAgain(tried, stale && first)
                                : Optional.empty();
                if (pass.isEmpty()) {
                    throw e.forCallers();
                }
            }
        }
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
        Thread.ofVirtual().name("end-upstream").start(inference::close);
    }

    /// One who is not ready yet is asked once he is.
    private UpstreamModel without(SortedMap<Integer, Problem> away) {
        away.forEach((at, problem) -> addresses.isAway(at, String.join(", ", problem.why())));
        return this;
    }

    private List<Tensor> ask(Addresses.Pass pass, Collection<Tensor> inputs)
            throws UnansweredException {
        boolean told = false;
        try {
            var outputs = inference.ask(pass.server(), inputs);
            told = true;
            addresses.answered(pass);
            return outputs;
        } catch (UnansweredException e) {
            told = true; // it is noted with what it means
            throw e;
        } finally {
            if (!told) {
                addresses.forgotten(pass);
            }
        }
    }

    /// A server that answers something wrong is there. What that means for the release, its guards say.
    private void note(UnansweredException e, Addresses.Pass pass, boolean stale, long took) {
        // Callers who give it little time are no reason to call it late.
        boolean late = e.how() == How.GIVEN_UP && took >= timeout / 2;
        var cause = late ? Optional.of(Cause.FAILING) : e.how().cause();
        if (e.how() == How.WRONG) {
            addresses.answered(pass);
        } else if (cause.isEmpty() || stale) {
            addresses.forgotten(pass);
        } else {
            addresses.failed(pass, cause.get(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isStale(UnansweredException e, Addresses.Pass pass, long took) {
        return e.how() == How.BROKEN && pass.pooled() && took < STALE_NANOS;
    }

    /// Whether no server has begun to work at it: only then another may be asked.
    private static boolean isUntouched(UnansweredException e, boolean stale) {
        return stale || e.how() == How.NOT_REACHED || e.how() == How.DECLINED;
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
