package lastgood.oci.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a registry asks for before it answers: `Bearer realm="https://auth.example.org/token",service="…",scope="…"`.
///
/// @param scheme `basic` or `bearer`
record Challenge(String scheme, Map<String, String> said) {
    private static final Pattern FORM = Pattern.compile("\\s*([A-Za-z]+)\\s*(.*)");
    private static final Pattern PAIR = Pattern.compile("([a-zA-Z_]+)=\"([^\"\\\\]*)\"");

    static Optional<Challenge> parse(String header) {
        var form = FORM.matcher(header);
        if (!form.matches()) {
            return Optional.empty();
        }
        var said = new TreeMap<String, String>();
        var pairs = PAIR.matcher(form.group(2));
        while (pairs.find()) {
            said.put(pairs.group(1).toLowerCase(Locale.ROOT), pairs.group(2));
        }
        return Optional.of(new Challenge(form.group(1).toLowerCase(Locale.ROOT), said));
    }

    boolean isBasic() {
        return scheme.equals("basic");
    }

    /// Where a token is to be had: encrypted, or on this machine if the registry is.
    Optional<URI> tokens(boolean loopback) {
        if (!scheme.equals("bearer")) {
            return Optional.empty();
        }
        try {
            var realm = URI.create(Optional.ofNullable(said.get("realm")).orElse(""));
            var host = Optional.ofNullable(realm.getHost()).orElse("");
            boolean own = loopback && host.matches("localhost|127\\.[0-9.]+|\\[::1]");
            boolean safe = "https".equals(realm.getScheme()) && !host.isEmpty();
            return safe || (own && "http".equals(realm.getScheme()))
                    ? Optional.of(
                            URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private String query() {
        var query = new StringBuilder("client_id=lastgood");
        for (var name : java.util.List.of("service", "scope")) {
            if (said.containsKey(name)) {
                query.append('&').append(name).append('=');
                query.append(
                        URLEncoder.encode(String.valueOf(said.get(name)), StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }
}
