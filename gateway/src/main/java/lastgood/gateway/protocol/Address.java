package lastgood.gateway.protocol;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import lastgood.gateway.protocol.dialect.Dialect;
import lastgood.gateway.protocol.dialect.KserveV1;
import lastgood.gateway.protocol.dialect.OpenInference;
import lastgood.gateway.protocol.dialect.Scoring;

/// What a request's path names.
sealed interface Address {
    Dialect OPEN_INFERENCE = new OpenInference();
    Dialect KSERVE_V1 = new KserveV1();
    Dialect SCORING = new Scoring();

    record Server() implements Address {}

    record Live() implements Address {}

    record Ready() implements Address {}

    /// @param version empty: the one that is live
    record Model(String service, Optional<Integer> version) implements Address {}

    record ModelReady(String service, Optional<Integer> version) implements Address {}

    /// A prediction is asked for.
    ///
    /// @param version empty: whichever serves
    record Ask(Dialect dialect, String service, Optional<Integer> version) implements Address {}

    /// What there is.
    record Index() implements Address {}

    /// A model server would load or unload it.
    record Change(String service, boolean load) implements Address {}

    /// KServe's first protocol asks so whether anybody is there.
    record Alive() implements Address {}

    /// All services by name.
    record Models() implements Address {}

    /// Where MLflow's clients ask: its servers have one model each, and do not name it.
    ///
    /// @param service empty: the only one there is
    record Score(Optional<String> service) implements Address {}

    /// Where they look whether it answers.
    ///
    /// @param service empty: the only one there is
    record Ping(Optional<String> service) implements Address {}

    /// Which server answers.
    record ServerVersion() implements Address {}

    default HttpMethod method() {
        return switch (this) {
            case Server _,
                    Live _,
                    Ready _,
                    Model _,
                    ModelReady _,
                    Alive _,
                    Models _,
                    Ping _,
                    ServerVersion _ ->
                    HttpMethod.GET;
            case Ask _, Score _, Index _, Change _ -> HttpMethod.POST;
        };
    }

    /// Empty where the prediction port has nothing at this path.
    static Optional<Address> parse(String uri) {
        var parts = List.of(path(uri).split("/", 8));
        if (parts.size() < 2 || !parts.getFirst().isEmpty()) {
            return Optional.empty();
        }
        var rest = parts.subList(2, parts.size());
        return switch (parts.get(1)) {
            case "" -> rest.isEmpty() ? Optional.of(new Alive()) : Optional.empty();
            case "v2" -> openInference(rest);
            case "v1" -> kserve(rest);
            case "services" ->
                    rest.size() == 2
                            ? scoring(rest.get(1), Optional.of(rest.getFirst()))
                            : Optional.empty();
            default -> rest.isEmpty() ? scoring(parts.get(1), Optional.empty()) : Optional.empty();
        };
    }

    private static Optional<Address> openInference(List<String> rest) {
        if (rest.isEmpty()) {
            return Optional.of(new Server());
        }
        return switch (rest.getFirst()) {
            case "health" -> health(rest);
            case "models" -> model(rest);
            case "repository" -> repository(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<Address> kserve(List<String> rest) {
        if (rest.isEmpty() || rest.size() > 2 || !rest.getFirst().equals("models")) {
            return Optional.empty();
        }
        if (rest.size() == 1) {
            return Optional.of(new Models());
        }
        var named = rest.get(1).split(":", 2);
        if (named.length == 1) {
            return Optional.of(new ModelReady(named[0], Optional.empty()));
        }
        return named[1].equals("predict")
                ? Optional.of(new Ask(KSERVE_V1, named[0], Optional.empty()))
                : Optional.empty();
    }

    private static Optional<Address> scoring(String verb, Optional<String> service) {
        return switch (verb) {
            case "invocations" -> Optional.of(new Score(service));
            case "ping", "health" -> Optional.of(new Ping(service));
            case "version" -> Optional.of(new ServerVersion());
            default -> Optional.empty();
        };
    }

    private static Optional<Address> health(List<String> rest) {
        return rest.size() != 2
                ? Optional.empty()
                : switch (rest.get(1)) {
                    case "live" -> Optional.of(new Live());
                    case "ready" -> Optional.of(new Ready());
                    default -> Optional.empty();
                };
    }

    private static Optional<Address> model(List<String> rest) {
        boolean versioned = rest.size() > 3 && rest.get(2).equals("versions");
        var version = versioned ? version(rest.get(3)) : Optional.<Integer>empty();
        int verbAt = versioned ? 4 : 2;
        if (rest.size() < 2 || rest.size() > verbAt + 1 || (versioned && version.isEmpty())) {
            return Optional.empty();
        }
        var service = rest.get(1);
        if (rest.size() == verbAt) {
            return Optional.of(new Model(service, version));
        }
        return switch (rest.get(verbAt)) {
            case "ready" -> Optional.of(new ModelReady(service, version));
            case "infer" -> Optional.of(new Ask(OPEN_INFERENCE, service, version));
            default -> Optional.empty();
        };
    }

    private static Optional<Address> repository(List<String> rest) {
        if (rest.size() == 2 && rest.get(1).equals("index")) {
            return Optional.of(new Index());
        }
        if (rest.size() != 4 || !rest.get(1).equals("models")) {
            return Optional.empty();
        }
        return switch (rest.get(3)) {
            case "load" -> Optional.of(new Change(rest.get(2), true));
            case "unload" -> Optional.of(new Change(rest.get(2), false));
            default -> Optional.empty();
        };
    }

    /// `r3`, as answers name it, or the number alone.
    private static Optional<Integer> version(String text) {
        return text.matches("r?[1-9][0-9]{0,8}")
                ? Optional.of(Integer.parseInt(text.startsWith("r") ? text.substring(1) : text))
                : Optional.empty();
    }

    /// Without query, host and a slash at the end.
    private static String path(String uri) {
        var path = uri;
        if (path.startsWith("http://") || path.startsWith("https://")) {
            int slash = path.indexOf('/', path.indexOf("//") + 2);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }
}
