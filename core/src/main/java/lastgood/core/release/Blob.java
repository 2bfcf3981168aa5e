package lastgood.core.release;

/// Some bytes that are stored once under their digest; the name is what people called the file.
///
/// @param size in bytes
public record Blob(String name, Digest digest, long size) {}
