package lastgood.server.soak.flip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.server.soak.client.Answer;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Row;

/// What one client heard, as one span of time an epoch: that is all that has to be kept of an answer to tell later
/// whether it could come from there, whatever the number of answers.
final class Spans implements Load.Ear {
    private static final int KEPT = 20;

    private final Oracle oracle;
    private final AtomicLong newestEpoch;
    private final Map<Long, Span> byEpoch = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long answers;
    private long failed;
    private long wrong;

    /// @param newestEpoch raised to the highest epoch heard of, for whoever waits for one to be used
    Spans(Oracle oracle, AtomicLong newestEpoch) {
        this.oracle = oracle;
        this.newestEpoch = newestEpoch;
    }

    /// When an epoch was heard of.
    ///
    /// @param firstAnswered the earliest end of a request that was answered under it
    /// @param lastSent the latest start of one
    record Span(String release, long count, long firstAnswered, long lastSent, long lastAnswered) {
        Span and(Span other) {
            return new Span(
                    release,
                    count + other.count,
                    Math.min(firstAnswered, other.firstAnswered),
                    Math.max(lastSent, other.lastSent),
                    Math.max(lastAnswered, other.lastAnswered));
        }
    }

    @Override
    public void answered(Row row, Answer answer) {
        answers++;
        var objection = oracle.objection(row, answer);
        if (objection.isEmpty()) {
            note(answer);
        } else if (answer.status() == 200) {
            wrong(objection.get());
        } else {
            failed(objection.get());
        }
    }

    @Override
    public void failed(Row row, long at, IOException why) {
        failed("row " + row.index() + " was not answered: " + why);
    }

    Map<Long, Span> byEpoch() {
        return byEpoch;
    }

    long answers() {
        return answers;
    }

    /// Requests without an answer, or with another one than 200.
    long failed() {
        return failed;
    }

    /// Answers whose numbers are not those of the release they name.
    long wrong() {
        return wrong;
    }

    /// The first of what failed or was wrong.
    List<String> complaints() {
        return complaints;
    }

    private void note(Answer answer) {
        var span =
                new Span(
                        answer.release(),
                        1,
                        answer.answeredAt(),
                        answer.sentAt(),
                        answer.answeredAt());
        var before = byEpoch.get(answer.epoch());
        if (before != null && !before.release().equals(answer.release())) {
            wrong(
                    "epoch "
                            + answer.epoch()
                            + " answers as "
                            + before.release()
                            + " and as "
                            + answer.release());
            return;
        }
        byEpoch.merge(answer.epoch(), span, Span::and);
        newestEpoch.accumulateAndGet(answer.epoch(), Math::max);
    }

    private void failed(String what) {
        failed++;
        complain(what);
    }

    private void wrong(String what) {
        wrong++;
        complain(what);
    }

    private void complain(String what) {
        if (complaints.size() < KEPT) {
            complaints.add(what);
        }
    }
}
