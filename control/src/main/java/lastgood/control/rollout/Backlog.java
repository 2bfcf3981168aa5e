package lastgood.control.rollout;

import lastgood.core.port.Journal.Entry;
import lastgood.core.port.RouteBoard;
import lastgood.core.rollout.Command;

/// What of a service's retreats is in force and not written down yet.
///
/// @param changes how many
/// @param restartUndoes whether one of them is kept neither by the journal nor by a veto of the gateway's on the disk
public record Backlog(int changes, boolean restartUndoes) {
    /// What a gateway withdrew a moment ago may not have come to the journal's turn yet.
    public static Backlog of(ServiceLoop loop, RouteBoard board) {
        var entries = loop.unrecorded();
        var vetoes = board.unrecorded(loop.service());
        boolean undoes = !vetoes.isEmpty() || entries.stream().anyMatch(Backlog::needsJournal);
        return new Backlog(Math.max(entries.size(), vetoes.size()), undoes);
    }

    /// Moved traffic where nothing was watched: no veto stands for it.
    private static boolean needsJournal(Entry entry) {
        var commands = entry.decision().commands();
        return commands.stream().anyMatch(Command.Serve.class::isInstance)
                && commands.stream().noneMatch(Command.Acknowledge.class::isInstance);
    }
}
