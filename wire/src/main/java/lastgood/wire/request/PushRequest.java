package lastgood.wire.request;

/// Asks for a release to be pushed.
///
/// @param to `localhost:5000/models/tumour:r3`
public record PushRequest(String to) {}
