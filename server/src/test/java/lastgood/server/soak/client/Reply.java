package lastgood.server.soak.client;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the management port answered.
///
/// @param sentAt [System#nanoTime] before the request was written
/// @param repliedAt after the answer was read
/// @param wall the wall clock at `sentAt`
public record Reply(int status, JsonNode body, long sentAt, long repliedAt, Instant wall) {

    public boolean isDone() {
        return status >= 200 && status < 300;
    }

    /// The body of an answer that must not be a refusal.
    public JsonNode done() {
        if (!isDone()) {
            throw new IllegalStateException("refused with " + status + ": " + body);
        }
        return body;
    }

    /// The elements of a bare array.
    public List<JsonNode> all() {
        return done().valueStream().toList();
    }
}
