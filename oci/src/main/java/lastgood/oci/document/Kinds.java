package lastgood.oci.document;

/// The media types that are spoken here.
final class Kinds {
    static final String PARCEL = "application/vnd.lastgood.parcel.v1";
    static final String RELEASE = "application/vnd.lastgood.release.v1";
    static final String RELEASE_CONFIG = "application/vnd.lastgood.release.config.v1+json";
    static final String EVIDENCE = "application/vnd.lastgood.evidence.v1";
    static final String SAID = "application/vnd.lastgood.said.v1+json";
    static final String GOLDEN = "application/vnd.lastgood.golden.v1+ndjson";
    static final String ROWS = "application/vnd.lastgood.rows.v1+ndjson";
    static final String SIGNATURE = "application/vnd.dsse.envelope.v1+json";
    static final String EMPTY = "application/vnd.oci.empty.v1+json";

    private Kinds() {}
}
