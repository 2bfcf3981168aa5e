package lastgood.oci.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.RegistryRef;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Requests to one registry: logged in where it asks for that, never led elsewhere by it, and never waiting for ever.
final class Http implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_TOKEN = 1 << 16;

    private final RegistryRef at;
    private final Logins logins;
    private final Limits limits;
    private final Clock clock;
    private final HttpClient http;
    private Optional<String> authorization = Optional.empty();

    Http(RegistryRef at, Logins logins, Limits limits, Clock clock) {
        this.at = at;
        this.logins = logins;
        this.limits = limits;
        this.clock = clock;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(limits.connect())
                        .build();
    }

    /// What is asked; built anew for each attempt, as a body can be read only once.
    @FunctionalInterface
    interface Asking {
        HttpRequest.Builder request() throws IOException;
    }

    /// Unencrypted only to this machine.
    URI base() {
        return URI.create((at.isLoopback() ? "http://" : "https://") + at.registry());
    }

    /// Asks the registry, with its login where it wants one.
    HttpResponse<InputStream> ask(String doing, Asking asking) throws IOException {
        var response = send(doing, authorized(asking.request()));
        if (response.statusCode() == 401) {
            var was = authorization;
            response.body().close();
            authorization = answered(response, doing);
            if (authorization.isPresent() && !authorization.equals(was)) {
                return send(doing, authorized(asking.request()));
            }
            throw denied(doing, "it answered 401", was.isPresent() || authorization.isPresent());
        }
        return response;
    }

    /// Asks somebody to whom the registry led us. He learns nothing of any login.
    HttpResponse<InputStream> askStranger(String doing, URI stranger) throws IOException {
        return send(doing, HttpRequest.newBuilder(stranger).GET());
    }

    Trouble denied(String doing, String why, boolean loggedIn) {
        return new Trouble(
                Problem.of(
                                Code.REGISTRY_DENIED,
                                "The registry " + at.registry() + " does not allow it.")
                        .because(
                                doing + ": " + why,
                                loggedIn
                                        ? "it knows the login this server has for it, or refuses that"
                                        : "this server has no login for it")
                        .tryThis("lastgood explain " + Code.REGISTRY_DENIED.id())
                        .inState("Nothing was changed here."));
    }

    boolean isLoggedIn() {
        return authorization.isPresent();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) {
        authorization.ifPresent(text -> request.header("Authorization", text));
        return request;
    }

    private HttpResponse<InputStream> send(String doing, HttpRequest.Builder request)
            throws IOException {
        try {
            return clock.await(
                    http.sendAsync(
                            request.header("User-Agent", "lastgood").build(),
                            _ -> new TimedBody(clock, doing)),
                    doing);
        } catch (ExecutionException e) {
            throw failed(doing, Optional.ofNullable(e.getCause()).orElse(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Trouble.unreachable("The registry was not waited for.", doing + ": interrupted");
        }
    }

    /// A stream of our own that broke while it was sent is our own trouble, not the registry's.
    private IOException failed(String doing, Throwable cause) {
        for (Optional<Throwable> c = Optional.of(cause);
                c.isPresent();
                c = c.map(Throwable::getCause)) {
            if (c.get() instanceof Trouble trouble) {
                return trouble;
            }
            if (c.get() instanceof lastgood.core.port.Blobs.DamagedException damaged) {
                return damaged;
            }
        }
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? Trouble.unreachable(
                        "No registry answers at " + at.registry() + ".",
                        "nothing accepts a connection there")
                : Trouble.unreachable(
                        "The connection to the registry " + at.registry() + " broke off.",
                        doing
                                + ": "
                                + Optional.ofNullable(cause.getMessage())
                                        .orElse(cause.getClass().getSimpleName()));
    }

    /// With what to ask again; nothing where there is no answer to the challenge.
    private Optional<String> answered(HttpResponse<InputStream> response, String doing)
            throws IOException {
        for (var header : response.headers().allValues("WWW-Authenticate")) {
            var challenge = Challenge.parse(header);
            if (challenge.filter(Challenge::isBasic).isPresent()) {
                return logins.of(at.registry()).map(Logins.Login::basic);
            }
            var tokens = challenge.flatMap(c -> c.tokens(at.isLoopback()));
            if (tokens.isPresent()) {
                return Optional.of("Bearer " + token(tokens.get(), doing));
            }
        }
        return Optional.empty();
    }

    private String token(URI tokens, String doing) throws IOException {
        var request = HttpRequest.newBuilder(tokens).GET();
        var login = logins.of(at.registry());
        login.ifPresent(l -> request.header("Authorization", l.basic()));
        var response = send("asking for a token", request);
        try (var body = response.body()) {
            if (response.statusCode() != 200) {
                throw denied(
                        doing,
                        "no token: its token service answered " + response.statusCode(),
                        login.isPresent());
            }
            var document = JSON.readTree(body.readNBytes(LONGEST_TOKEN));
            var found = new ArrayList<String>();
            for (var name : List.of("token", "access_token")) {
                var text = document.path(name).stringValue("");
                if (text.matches("[!-~]{1,60000}")) {
                    found.add(text);
                }
            }
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        } catch (JacksonException _) {
            // said below
        }
        throw denied(doing, "its token service gave no token", login.isPresent());
    }

    Limits limits() {
        return limits;
    }
}
