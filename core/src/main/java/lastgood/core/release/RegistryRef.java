package lastgood.core.release;

import java.util.Optional;

/// Where something lies in a registry of OCI artifacts: `models.example.org/vision/tumour:r3`, `…@sha256:…`, or both.
///
/// The registry is always named: there is none by default, so that a slip of the pen sends nothing to strangers.
///
/// @param registry host, with its port where it has one; IPv6 in brackets
/// @param digest of what must be found there
public record RegistryRef(
        String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    public static final String FORM = "HOST[:PORT]/NAME:TAG or HOST[:PORT]/NAME@sha256:DIGEST";
    private static final String NAME =
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*";
    private static final String REGISTRY =
            "(?:" + NAME + "|\\[[0-9a-fA-F:]{2,39}])(?::[0-9]{1,5})?";
    private static final String PIECE = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String REPOSITORY = PIECE + "(?:/" + PIECE + "){0,20}";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private static final int LONGEST = 255;

    public RegistryRef {
        if (!isRegistry(registry)
                || repository.length() > LONGEST
                || !repository.matches(REPOSITORY)
                || tag.filter(t -> !t.matches(TAG)).isPresent()
                || (tag.isEmpty() && digest.isEmpty())) {
            throw new IllegalArgumentException(
                    "not a reference into a registry: '" + registry + "/" + repository + "'");
        }
    }

    /// Reads a reference; nothing where the text is none. A tag beside a digest is kept, but the digest decides.
    public static Optional<RegistryRef> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || text.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        var rest = text.substring(slash + 1);
        int at = rest.indexOf('@');
        var named = at < 0 ? rest : rest.substring(0, at);
        int colon = named.indexOf(':');
        try {
            return Optional.of(
                    new RegistryRef(
                            text.substring(0, slash),
                            colon < 0 ? named : named.substring(0, colon),
                            colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1)),
                            at < 0
                                    ? Optional.empty()
                                    : Optional.of(Digest.parse(rest.substring(at + 1)))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What a registry is asked for: the digest where there is one, or else the tag.
    public String reference() {
        return digest.map(Digest::toString).or(() -> tag).orElseThrow();
    }

    /// The same place, pinned to what was found there.
    public RegistryRef at(Digest found) {
        return new RegistryRef(registry, repository, tag, Optional.of(found));
    }

    /// The tag beside this one that names the model alone, in ModelPack form; nothing where the tag is too long for that.
    public Optional<RegistryRef> modelPack() {
        return tag.map(t -> t + "-modelpack")
                .filter(t -> t.matches(TAG))
                .map(t -> new RegistryRef(registry, repository, Optional.of(t), Optional.empty()));
    }

    /// The host without its port.
    public String host() {
        int port = registry.startsWith("[") ? registry.indexOf("]:") + 1 : registry.indexOf(':');
        return port > 0 ? registry.substring(0, port) : registry;
    }

    /// Whether the registry is on this machine: the only one that may be spoken to without encryption.
    public boolean isLoopback() {
        return host().equals("localhost")
                || host().equals("[::1]")
                || host().matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }

    @Override
    public String toString() {
        return registry
                + "/"
                + repository
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    /// A host has a dot or a port or is this machine; anything else is more likely the first half of a name.
    private static boolean isRegistry(String text) {
        return text.matches(REGISTRY)
                && (text.indexOf('.') > 0 || text.indexOf(':') > 0 || text.equals("localhost"));
    }
}
