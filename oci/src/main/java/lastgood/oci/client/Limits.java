package lastgood.oci.client;

import java.time.Duration;

/// How long, and how much, a registry may make this server wait and hold.
///
/// @param connect until a connection stands
/// @param silence without a single byte in either direction
/// @param whole one push, pull or copy, however it crawls
/// @param manifest most bytes of a document that is read whole
/// @param blob most bytes of one file; no ONNX file has 2 GiB
/// @param pieces most files and documents of one artifact
public record Limits(
        Duration connect, Duration silence, Duration whole, int manifest, long blob, int pieces) {
    public static final Limits DEFAULT =
            new Limits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofHours(1),
                    4 << 20,
                    2L << 30,
                    256);
}
