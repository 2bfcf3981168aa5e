package lastgood.ledger.journal;

import java.util.List;
import java.util.Optional;
import lastgood.core.port.Journal.Entry;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Standing;
import lastgood.core.rollout.State;

/// A journal's entry as it is stored. It is read after the entries before it.
public record StoredEntry(
        Event event,
        StoredStanding standing,
        Phase phase,
        List<Command> commands,
        Optional<HistoryLine> line,
        boolean retreat) {

    static StoredEntry of(Standing before, Entry entry) {
        var decision = entry.decision();
        return new StoredEntry(
                entry.event(),
                StoredStanding.of(before, decision.next().standing()),
                decision.next().phase(),
                decision.commands(),
                decision.line(),
                decision.retreat());
    }

    Entry after(Standing before) {
        var next = new State(standing.after(before), phase);
        return new Entry(event, new Decision.Changed(next, commands, line, retreat));
    }
}
