package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;

/// Labels by prediction: which were given, and what they say of the release that answered.
public interface Labels {
    /// Takes labels, all or none, durably. For each: whether it is the first for its row. The first stands.
    List<Taken> take(ServiceName service, List<Label> labels) throws IOException;

    /// The wrong-or-right tally of one rollout, over requests whose every row is labelled: the same for the same labels,
    /// whenever and in whatever order they came. Of a key the order counts in which its requests were answered.
    Tally tally(ServiceName service, int rollout) throws IOException;

    /// How many requests of one release are labelled in full, and how many of those are wrong somewhere, in a rollout.
    /// Shielded requests are not among them: live answered those.
    Judged judged(ServiceName service, int rollout, int release) throws IOException;

    /// Keeps what a candidate in shadow said until a label of live's answer comes, which is one of both; what is labelled
    /// already is joined at once. A pair that is kept already changes nothing. Of one rollout the first [#MOST_PAIRS] are
    /// kept, and those of a service's last [#PAIRED_ROLLOUTS] rollouts.
    void keep(ServiceName service, List<Pair> pairs) throws IOException;

    /// The pairs of one rollout whose every row is labelled; of a key the one that was answered first.
    Pairs pairs(ServiceName service, int rollout) throws IOException;

    int MOST_PAIRS = 50_000;
    int PAIRED_ROLLOUTS = 10;

    /// @param id the prediction id as callers know it
    /// @param row from 0
    record Label(String id, Prediction prediction, int row, Value value) {}

    enum Taken {
        ACCEPTED,
        DUPLICATE,
        CONFLICTING
    }

    record Judged(long labelled, long wrong) {}
}
