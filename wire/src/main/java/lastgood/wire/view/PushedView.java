package lastgood.wire.view;

import java.util.Optional;

/// A release that was pushed.
///
/// @param digest of all that serves
/// @param to the tag that names it now
/// @param pinned the same place by its digest: it will never be anything else
/// @param modelPack where the model alone lies, for tools that speak ModelPack
/// @param sent files and documents that were sent
/// @param there files and documents that the registry had already
/// @param bytes that were sent
/// @param signatures that travelled with it
public record PushedView(
        String service,
        String release,
        String digest,
        String to,
        String pinned,
        Optional<String> modelPack,
        int sent,
        int there,
        long bytes,
        int signatures) {}
