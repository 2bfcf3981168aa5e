package lastgood.server.soak.flip;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lastgood.server.soak.Machine;
import lastgood.server.soak.Report;
import lastgood.server.soak.client.Vitals;
import lastgood.server.soak.flip.Timeline.Switch;

/// What many switches came to.
///
/// @param vitals of the server, at the start and at the end
/// @param decided when control decided a switch, by epoch
/// @param state in which the service ended
record FlipReport(
        Timeline timeline,
        List<Spans> ears,
        Duration took,
        List<Vitals> vitals,
        Map<Long, Instant> decided,
        String state) {

    /// @param least requests a second that were wanted
    Report report(int least) {
        var heard = heard();
        var failures = new ArrayList<>(impossible());
        ears.forEach(e -> failures.addAll(e.complaints()));
        if (timeline.unheard(heard) > 0) {
            failures.add(timeline.unheard(heard) + " epochs were met by no request");
        }
        if (!state.equals("steady")) {
            failures.add("the service ends " + state);
        }
        if (perSecond() < least) {
            failures.add(
                    "%,d requests a second; at least %,d were wanted"
                            .formatted(perSecond(), least));
        }
        if (decided.size() != timeline.switches().size() - 1) {
            failures.add("the history tells of " + decided.size() + " switches");
        }
        return Report.of(figures(), failures);
    }

    private long perSecond() {
        return Math.round(sum(Spans::answers) / (took.toNanos() / 1e9));
    }

    long answers() {
        return sum(Spans::answers);
    }

    long failed() {
        return sum(Spans::failed);
    }

    /// @param back the switches that lead away from a candidate, or the others
    Lags lags(boolean back) {
        return new Lags(switches(back), heard(), decided);
    }

    private String figures() {
        return """
        flips: %,d switches between two releases, each by a request to control, under load
          machine     %s; the server is a process of its own, the clients are another on the same cores
          switches    %,d in %.1f s: r1 -> r2 by POST rollouts (one step of 100 %%), r2 -> r1 by POST rollbacks
          requests    %,d, %,d/s over %d kept connections, every second of them gRPC
          failed      %,d
          wrong       %,d numbers other than those computed from the files of the release that is named
          impossible  %,d epochs that answered when they cannot have been up
        %s%s  server      start  %s
                      end    %s
        """
                .formatted(
                        timeline.switches().size() - 1,
                        Machine.line(),
                        timeline.switches().size() - 1,
                        took.toNanos() / 1e9,
                        sum(Spans::answers),
                        perSecond(),
                        ears.size(),
                        sum(Spans::failed),
                        sum(Spans::wrong),
                        impossible().size(),
                        lags(true).lines("back to the good release: acts, then writes"),
                        lags(false).lines("on to the next release: writes, then acts"),
                        vitals.getFirst(),
                        vitals.getLast());
    }

    private List<Switch> switches(boolean back) {
        return timeline.switches().stream().skip(1).filter(s -> s.back() == back).toList();
    }

    private List<String> impossible() {
        return ears.stream().flatMap(e -> timeline.impossible(e.byEpoch()).stream()).toList();
    }

    /// What all clients heard of each epoch.
    private Map<Long, Spans.Span> heard() {
        var all = new TreeMap<Long, Spans.Span>();
        ears.forEach(
                e -> e.byEpoch().forEach((epoch, span) -> all.merge(epoch, span, Spans.Span::and)));
        return all;
    }

    private long sum(java.util.function.ToLongFunction<Spans> of) {
        return ears.stream().mapToLong(of).sum();
    }
}
