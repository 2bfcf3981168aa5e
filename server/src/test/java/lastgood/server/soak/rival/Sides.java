package lastgood.server.soak.rival;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import lastgood.server.soak.client.Answer;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Row;

/// What one client heard: when each answered request was sent, and from which side its answer came.
final class Sides implements Load.Ear {
    private static final int KEPT = 5;

    private final List<String> marks;
    private final IntConsumer heard;
    private final List<String> complaints = new ArrayList<>();
    private long[] sentAndSide = new long[1024];
    private int answers;
    private long failed;

    /// @param marks of each side, what every answer of it holds
    /// @param heard is told the side of each answer
    Sides(List<String> marks, IntConsumer heard) {
        this.marks = marks;
        this.heard = heard;
    }

    @Override
    public void answered(Row row, Answer answer) {
        var body = new String(answer.body(), StandardCharsets.UTF_8);
        int side = body.contains(marks.getFirst()) ? 0 : body.contains(marks.getLast()) ? 1 : -1;
        if (answer.status() != 200 || side < 0) {
            fail(answer.status() + ": " + body);
            return;
        }
        if (answers == sentAndSide.length) {
            sentAndSide = Arrays.copyOf(sentAndSide, 2 * answers);
        }
        // The lowest bit of a clock in nanoseconds says nothing anyway.
        sentAndSide[answers++] = (answer.sentAt() & ~1L) | side;
        heard.accept(side);
    }

    @Override
    public void failed(Row row, long at, IOException why) {
        fail(String.valueOf(why));
    }

    int answers() {
        return answers;
    }

    long failed() {
        return failed;
    }

    List<String> complaints() {
        return complaints;
    }

    /// For each switch, how long after it a request was still sent that the side before answered; zero: none was.
    ///
    /// @param switchedAt ascending
    /// @param first the side before the first of them; they take turns
    /// @param lags raised to what was heard here
    void raise(long[] switchedAt, int first, long[] lags) {
        for (int i = 0; i < answers; i++) {
            long sent = sentAndSide[i] & ~1L;
            int side = (int) (sentAndSide[i] & 1);
            int found = Arrays.binarySearch(switchedAt, sent);
            int last = found >= 0 ? found : -found - 2;
            if (last >= 0 && side == (first + last) % 2) {
                lags[last] = Math.max(lags[last], sent - switchedAt[last]);
            }
        }
    }

    private void fail(String what) {
        failed++;
        if (complaints.size() < KEPT) {
            complaints.add(what);
        }
    }
}
