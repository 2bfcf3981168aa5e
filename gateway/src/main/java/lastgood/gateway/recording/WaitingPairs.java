package lastgood.gateway.recording;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import lastgood.core.prediction.Pair;

/// What a candidate in shadow said, until control has written it down. Nobody waits here: where control has not looked
/// for so long that there is no room, a pair is forgotten, whatever was said in it.
final class WaitingPairs {
    /// Control looks twice a second, and a shadow is asked [lastgood.core.rollout.Shadow#MOST_A_SECOND] times in one.
    static final int MOST = 1_000;

    static final int MOST_AT_ONCE = 250;

    private final Queue<Pair> waiting = new ArrayDeque<>();

    synchronized void add(Pair pair) {
        if (waiting.size() < MOST) {
            waiting.add(pair);
        }
    }

    synchronized List<Pair> oldest() {
        return waiting.stream().limit(MOST_AT_ONCE).toList();
    }

    /// Those that were kept are the oldest, if they are still here.
    synchronized void kept(List<Pair> pairs) {
        for (var pair : pairs) {
            if (pair.equals(waiting.peek())) {
                waiting.remove();
            }
        }
    }
}
