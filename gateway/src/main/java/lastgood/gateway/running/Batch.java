package lastgood.gateway.running;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.running.batch.Rows;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Some requests that one run answers. What fails together is run again one by one, so that one request's failure is not
/// another's.
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final LoadedRelease release;
    private final List<Ticket> tickets;
    private OrtSession.@Nullable RunOptions stop;

    private Batch(LoadedRelease release, List<Ticket> tickets) {
        this.release = release;
        this.tickets = tickets;
    }

    /// Answers them all, and lets go of what they hold.
    static void run(LoadedRelease release, List<Ticket> tickets) {
        try {
            if (tickets.size() == 1 || !new Batch(release, tickets).answerTogether()) {
                for (var ticket : tickets) {
                    new Batch(release, List.of(ticket)).answerAlone(ticket);
                }
            }
        } finally {
            tickets.forEach(Ticket::leftOut);
        }
    }

    /// The run ends early where nobody waits for any of its answers: between two operators, if ever.
    synchronized void givenUp() {
        if (stop != null && tickets.stream().allMatch(Ticket::isAbandoned)) {
            release.runs().stop(stop);
        }
    }

    private void answerAlone(Ticket ticket) {
        if (ticket.isAbandoned()) {
            return;
        }
        try {
            var answer =
                    release.answer(release.inside(), ticket.inputs(), begin(), ticket.columns());
            ticket.answered(answer);
        } catch (RuntimeException | Error e) {
            LOG.error("a request could not be answered", e);
            ticket.answered(
                    Outcome.refused(
                            Problem.of(Code.INTERNAL, "the request could not be answered")));
        } finally {
            end();
        }
    }

    /// False: nobody was told anything, as it does not go together.
    private boolean answerTogether() {
        var seen = new AtomicReference<List<Tensor>>(List.of());
        boolean counted = tickets.stream().anyMatch(ticket -> ticket.columns().isPresent());
        List<Tensor> outputs;
        try {
            var inputs = Rows.joined(tickets.stream().map(Ticket::inputs).toList());
            outputs =
                    release.inside()
                            .run(
                                    inputs.values(),
                                    begin(),
                                    counted
                                            ? Optional.<Runner.ModelInputs>of(seen::set)
                                            : Optional.empty());
        } catch (OrtException | NoAnswerException | RuntimeException | OutOfMemoryError e) {
            LOG.debug("a batch of {} failed", release.id(), e);
            return false;
        } finally {
            end();
        }
        long rows = tickets.stream().mapToLong(Ticket::rows).sum();
        if (!Rows.have(outputs, rows) || !Rows.have(seen.get(), rows)) {
            release.stopBatching("what came out of " + rows + " rows has another number of them");
            return false;
        }
        int from = 0;
        for (var ticket : tickets) {
            ticket.columns().ifPresent(cutAndCount(seen.get(), from, ticket.rows()));
            ticket.answered(
                    release.judged(ticket.inputs(), Rows.cut(outputs, from, ticket.rows())));
            from += ticket.rows();
        }
        return true;
    }

    private static Consumer<InputColumns> cutAndCount(List<Tensor> seen, int from, int rows) {
        return columns -> LoadedRelease.count(Rows.cut(seen, from, rows), columns);
    }

    private synchronized Optional<OrtSession.RunOptions> begin() {
        stop = release.runs().begin();
        tickets.forEach(ticket -> ticket.runsIn(this));
        givenUp(); // by somebody who could not tell this batch
        return Optional.of(stop);
    }

    private synchronized void end() {
        if (stop != null) {
            release.runs().end(stop);
            stop = null;
        }
    }
}
