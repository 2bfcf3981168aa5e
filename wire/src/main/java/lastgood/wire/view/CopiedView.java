package lastgood.wire.view;

/// What was copied from one place of a registry to another.
///
/// @param pinned the new place by its digest, which is that of the old one
/// @param sent files and documents that were sent
/// @param there files and documents that were there already
/// @param bytes that were sent
public record CopiedView(String from, String to, String pinned, int sent, int there, long bytes) {}
