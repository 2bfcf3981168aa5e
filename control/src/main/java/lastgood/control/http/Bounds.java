package lastgood.control.http;

import java.time.Duration;

/// How much of anything callers of the management port can make the server hold.
///
/// @param sendWithin how long a caller has for the headers of his next request, and then for each piece of its body
/// @param body bytes of one body; the largest there is are model files, and no ONNX file has 2 GiB
/// @param connections open at a time
record Bounds(Duration sendWithin, long body, int connections) {
    static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(20), 2L << 30, 1_000);
}
