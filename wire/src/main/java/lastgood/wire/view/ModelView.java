package lastgood.wire.view;

/// Weights that are stored here now.
///
/// @param name of their file, as it was there
/// @param size in bytes
public record ModelView(String from, String name, String digest, long size) {}
