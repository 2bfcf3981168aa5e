package lastgood.oci.client;

import lastgood.core.release.Digest;

/// A manifest or an index: read whole, and kept byte for byte, because its digest is its name.
public final class Document {
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final byte[] bytes;
    private final String type;

    /// @param type media type, as the registry says or is to say
    public Document(byte[] bytes, String type) {
        this.bytes = bytes.clone();
        this.type = type;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    public String type() {
        return type;
    }

    public Digest digest() {
        return Digest.of(bytes);
    }
}
