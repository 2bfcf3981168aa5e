package lastgood.wire.request;

/// Asks for what lies at one place of a registry to lie at another as well.
public record CopyRequest(String from, String to) {}
