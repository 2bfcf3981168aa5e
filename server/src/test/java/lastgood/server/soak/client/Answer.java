package lastgood.server.soak.client;

/// What the prediction port answered to one request.
///
/// @param release as the answer names it; empty where it names none
/// @param epoch minus one where it names none
/// @param sentAt [System#nanoTime] before the request's first byte was written
/// @param answeredAt after the answer's last byte was read
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record Answer(
        int status,
        String release,
        long epoch,
        String predictionId,
        byte[] body,
        long sentAt,
        long answeredAt) {}
