package lastgood.wire.request;

/// Somebody's word for a release.
///
/// @param envelope DSSE, as JSON text
public record SignatureRequest(String envelope) {}
