package lastgood.wire.request;

import java.util.Optional;

/// Asks for a release to be pulled.
///
/// @param from `localhost:5000/models/tumour:r3` or `…@sha256:…`
/// @param service whose release it becomes; absent: that of the server that pushed it
public record PullRequest(String from, Optional<String> service) {}
