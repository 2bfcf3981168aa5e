package lastgood.control.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// Who may ask at all.
///
/// Loopback is no proof of anything: a page in a browser reaches it too. So the Host header must be one that is
/// expected (a rebound name is not), a request of another site's page is refused, and what changes something must have
/// a body type that no plain HTML form can send. Whoever holds the token is no such page, and may use any name.
///
/// @param hosts names and addresses that may stand in Host, without port; IPv6 in brackets
/// @param token empty where none is asked for
public record Access(Set<String> hosts, Optional<String> token) {
    private static final Set<String> BODIES =
            Set.of("application/json", "application/octet-stream", "application/x-ndjson");
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");

    public Access {
        hosts = Set.copyOf(hosts);
    }

    /// Whether this Host header is one that is expected, whatever its port.
    public boolean knows(String host) {
        return hosts.contains(name(host));
    }

    /// Why a request is turned away; nothing where it may pass.
    Optional<Problem> objection(String method, String path, Call call) {
        var host = call.header("Host").orElse("");
        boolean trusted = token.isPresent() && (OPEN.contains(path) || holdsToken(call));
        if (!trusted && !knows(host)) {
            return Optional.of(unknownHost(host));
        }
        var site = call.header("Sec-Fetch-Site").orElse("none");
        var origin = call.header("Origin");
        boolean ownPage = site.equals("none") || site.equals("same-origin");
        if (!ownPage || origin.filter(o -> !sameOrigin(o, host)).isPresent()) {
            return refuse(
                    "Requests from another site's pages are refused.",
                    "Origin: " + origin.orElse("none"));
        }
        if (!method.equals("GET") && !method.equals("HEAD") && !BODIES.contains(mediaType(call))) {
            return Optional.of(
                    Problem.of(Code.WRONG_MEDIA, "The body must be JSON.")
                            .because(
                                    "Content-Type is '"
                                            + call.header("Content-Type").orElse("")
                                            + "'")
                            .tryThis("send Content-Type: application/json"));
        }
        return token.isPresent() && !trusted ? Optional.of(noToken()) : Optional.empty();
    }

    private boolean holdsToken(Call call) {
        var given = call.header("Authorization").orElse("");
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8),
                ("Bearer " + token.orElseThrow()).getBytes(StandardCharsets.UTF_8));
    }

    private Problem unknownHost(String host) {
        var problem =
                Problem.of(
                                Code.NOT_ALLOWED,
                                "The Host header '" + host + "' is not on the allow-list.")
                        .because(
                                "allowed: "
                                        + String.join(", ", new TreeSet<>(hosts))
                                        + (token.isPresent() ? "; with the token: any" : ""));
        return token.isPresent()
                ? problem.tryThis("export LASTGOOD_TOKEN_FILE=DATA/secrets/admin.token")
                : problem;
    }

    private static Problem noToken() {
        return Problem.of(Code.NOT_LOGGED_IN, "This server asks for a token.")
                .because("it listens beyond loopback")
                .tryThis("export LASTGOOD_TOKEN_FILE=DATA/secrets/admin.token");
    }

    private static Optional<Problem> refuse(String what, String why) {
        return Optional.of(Problem.of(Code.NOT_ALLOWED, what).because(why));
    }

    private static boolean sameOrigin(String origin, String host) {
        try {
            var authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Host without port; an IPv6 address keeps its brackets.
    private static String name(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return (end > 0 ? host.substring(0, end) : host).toLowerCase(Locale.ROOT);
    }

    private static String mediaType(Call call) {
        var type = call.header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
