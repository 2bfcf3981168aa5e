package lastgood.wire.view;

/// Bytes that are stored.
public record BlobView(String digest, long size) {}
