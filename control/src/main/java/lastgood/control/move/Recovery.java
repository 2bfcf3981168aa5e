package lastgood.control.move;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.Services;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.StackMove;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the moves that a crash cut off: what had happened is finished, what had not is taken back.
record Recovery(
        StackRecord record,
        Services services,
        WorldLimits limits,
        OpenMoves open,
        MoveTurns turns,
        InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    void run() {
        record.now().opened().values().stream()
                .filter(cut -> cut.switched() || hasHappened(cut.move()))
                .forEach(cut -> finish(cut.move(), cut.switched()));
        if (!open.all().isEmpty()) {
            settleAtStart();
        }
    }

    /// A world that has lost what it should go back to leaves one consistent stack: the new one. It is taken if no service
    /// has changed since.
    private void settleAtStart() {
        var lost =
                atStart(() -> {
                    turns.worldOnly(open::settle);
                    return open.lost();
                });
        for (var move : lost.orElse(List.of())) {
            boolean unchanged =
                    move.services().stream()
                            .map(part -> services.open(part.service()).state().standing())
                            .allMatch(standing -> standing.epoch() < move.epoch());
            if (unchanged && goesOn(move)) {
                finish(move, false);
            }
        }
    }

    private boolean goesOn(StackMove move) {
        return atStart(() -> turns.world(() -> open.goesOn(move))).orElse(false);
    }

    private <T> Optional<T> atStart(Callable<T> call) {
        try {
            return Within.within(limits.start(), false, call);
        } catch (ExecutionException e) {
            LOG.error("What a crash cut off is not taken back yet; it is tried again", e);
            return Optional.empty();
        }
    }

    /// It was switched while the book could not be written, if a service has written down its part of it.
    private boolean hasHappened(StackMove move) {
        return move.services().stream()
                .anyMatch(part -> services.open(part.service()).hasHeard(part.event()));
    }

    private void finish(StackMove move, boolean switched) {
        if (!switched) {
            record.act(new StackEntry.Switched(clock.instant(), move));
        }
        move.services()
                .forEach(part -> services.open(part.service()).catchUp(part.event(), move.epoch()));
        open.end(move);
    }
}
