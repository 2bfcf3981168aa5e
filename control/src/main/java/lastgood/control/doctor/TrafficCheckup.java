package lastgood.control.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lastgood.control.guard.Watcher;
import lastgood.control.rollout.Backlog;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Situation;
import lastgood.core.guard.Verdict;
import lastgood.core.port.Labels;
import lastgood.core.port.RouteBoard;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;

/// Whether what serves is written down, and whether those who watch it can see.
final class TrafficCheckup implements Checkup {
    private static final String JOURNAL = "journal";
    private static final String GUARDS = "guards";
    private static final String LABELS = "labels";

    private final RouteBoard board;
    private final Watcher watcher;
    private final Labels labels;

    TrafficCheckup(RouteBoard board, Watcher watcher, Labels labels) {
        this.board = board;
        this.watcher = watcher;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "traffic";
    }

    @Override
    public List<Finding> of(ServiceLoop loop, boolean thorough) throws IOException {
        var findings = new ArrayList<Finding>();
        if (loop.state().phase() instanceof Phase.Stuck stuck) {
            findings.add(
                    Finding.failed("state", "stuck: " + stuck.why(), "lastgood status SERVICE"));
        }
        findings.add(journal(loop));
        var watched = loop.state().phase().watched();
        if (watched.isPresent()) {
            findings.addAll(guards(loop));
            findings.addAll(labels(loop, watched.get()));
        }
        return findings;
    }

    /// A veto that the disk refused, and a retreat that the journal did: both are in force, and in memory only.
    private Finding journal(ServiceLoop loop) {
        var backlog = Backlog.of(loop, board);
        int vetoes = board.unrecorded(loop.service()).size();
        if (backlog.changes() == 0) {
            return Finding.ok(JOURNAL, "all that is in force is written down");
        }
        var found =
                backlog.changes()
                        + (backlog.changes() == 1 ? " retreat is" : " retreats are")
                        + " in force and not written down"
                        + (vetoes > 0 ? ", and " + vetoes + " of its vetoes neither" : "");
        var fix = "free space on the disk that holds the data folder; it is tried again by itself";
        return backlog.restartUndoes()
                ? Finding.failed(JOURNAL, found + ": a restart would undo it", fix)
                : Finding.warning(JOURNAL, found, fix);
    }

    private List<Finding> guards(ServiceLoop loop) {
        var readings =
                watcher.judge(loop.service(), loop.state())
                        .map(j -> j.readings())
                        .orElse(List.of());
        var blind = readings.stream().filter(r -> r.verdict() instanceof Verdict.Blind).toList();
        return blind.isEmpty()
                ? List.of(Finding.ok(GUARDS, readings.size() + " see what they watch"))
                : blind.stream().map(TrafficCheckup::blind).toList();
    }

    private static Finding blind(Reading reading) {
        var verdict = (Verdict.Blind) reading.verdict();
        var found = reading.guard().name() + " is blind: " + verdict.why();
        var fix =
                Situation.needsLabels(reading.guard())
                        ? "send labels: POST /api/v1/services/SERVICE/labels"
                        : "send requests to the gateway, or lastgood rollout stop SERVICE";
        return verdict.overdue()
                ? Finding.failed(GUARDS, found + ", for longer than its patience", fix)
                : Finding.warning(GUARDS, found, fix);
    }

    private List<Finding> labels(ServiceLoop loop, Rollout rollout) throws IOException {
        if (rollout.terms().guards().lines().stream().noneMatch(Situation::needsLabels)) {
            return List.of();
        }
        long labelled = 0;
        for (var id : loop.state().answering()) {
            labelled += labels.judged(loop.service(), rollout.number(), id.number()).labelled();
        }
        return List.of(
                labelled > 0
                        ? Finding.ok(
                                LABELS,
                                labelled
                                        + " requests of rollout "
                                        + rollout.number()
                                        + " are labelled")
                        : Finding.warning(
                                LABELS,
                                "no request of rollout " + rollout.number() + " is labelled",
                                "send labels: POST /api/v1/services/SERVICE/labels"));
    }
}
