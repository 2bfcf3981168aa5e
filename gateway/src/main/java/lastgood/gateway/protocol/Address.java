package lastgood.gateway.protocol;

import java.util.Optional;

/// What a request's path names.
sealed interface Address {

    record Server() implements Address {}

    record Live() implements Address {}

    record Ready() implements Address {}

    /// @param version empty: whichever serves
    record Model(String service, Optional<Integer> version, Verb verb) implements Address {}

    enum Verb {
        METADATA,
        READY,
        INFER
    }

    /// Empty where the prediction port has nothing at this path.
    static Optional<Address> parse(String uri) {
        var parts = path(uri).split("/", 8);
        if (parts.length < 2 || !parts[0].isEmpty() || !parts[1].equals("v2")) {
            return Optional.empty();
        }
        var rest = java.util.List.of(parts).subList(2, parts.length);
        if (rest.isEmpty()) {
            return Optional.of(new Server());
        }
        return switch (rest.getFirst()) {
            case "health" -> health(rest);
            case "models" -> model(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<Address> health(java.util.List<String> rest) {
        return rest.size() != 2
                ? Optional.empty()
                : switch (rest.get(1)) {
                    case "live" -> Optional.of(new Live());
                    case "ready" -> Optional.of(new Ready());
                    default -> Optional.empty();
                };
    }

    private static Optional<Address> model(java.util.List<String> rest) {
        boolean versioned = rest.size() > 3 && rest.get(2).equals("versions");
        var version = versioned ? version(rest.get(3)) : Optional.<Integer>empty();
        int verbAt = versioned ? 4 : 2;
        if (rest.size() < 2 || rest.size() > verbAt + 1 || (versioned && version.isEmpty())) {
            return Optional.empty();
        }
        var verb = rest.size() == verbAt ? Optional.of(Verb.METADATA) : verb(rest.get(verbAt));
        return verb.map(v -> new Model(rest.get(1), version, v));
    }

    private static Optional<Verb> verb(String text) {
        return switch (text) {
            case "ready" -> Optional.of(Verb.READY);
            case "infer" -> Optional.of(Verb.INFER);
            default -> Optional.empty();
        };
    }

    /// `r3`, as answers name it.
    private static Optional<Integer> version(String text) {
        return text.matches("r[1-9][0-9]{0,8}")
                ? Optional.of(Integer.parseInt(text.substring(1)))
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
