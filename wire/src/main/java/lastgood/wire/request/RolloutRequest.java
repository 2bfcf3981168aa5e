package lastgood.wire.request;

/// Asks for a rollout of `release`, which may be any reference.
public record RolloutRequest(String release) {}
