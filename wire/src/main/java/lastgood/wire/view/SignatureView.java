package lastgood.wire.view;

import java.util.Optional;

/// A signature of a release.
///
/// @param keyId as the signer calls the key
/// @param trustedAs the name of the trusted key that it was made with; absent: with none of them
/// @param envelope DSSE, as JSON text
public record SignatureView(String keyId, Optional<String> trustedAs, String envelope) {}
