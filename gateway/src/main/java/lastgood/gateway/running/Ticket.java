package lastgood.gateway.running;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.core.problem.Outcome;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.recording.InputColumns;
import lastgood.gateway.running.batch.BatchQueue;
import lastgood.gateway.running.batch.Rows;
import lastgood.gateway.running.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One request in the queue of a slow release. It holds the release and what its inputs take until native code has let go
/// of them, whether somebody still waits for the answer or not.
final class Ticket implements BatchQueue.Job<Ticket> {
    /// A copy is made of what is run together, and nobody pays for it: so it is small.
    private static final int MOST_VALUES = 1 << 16;

    private final LoadedRelease release;
    private final Loan loan;
    private final Map<String, Tensor> inputs;
    private final Optional<InputColumns> columns;
    private final int rows;
    private final boolean small;
    private final Consumer<Outcome<Answer>> told;
    private volatile boolean abandoned;
    private volatile @Nullable Batch batch;

    /// @param inputs that were gathered
    /// @param columns where what the model is given is counted
    /// @param told the answer, on a thread of the queue; nothing, where it was abandoned before its turn
    Ticket(
            LoadedRelease release,
            Loan loan,
            Map<String, Tensor> inputs,
            Optional<InputColumns> columns,
            Consumer<Outcome<Answer>> told) {
        this.release = release;
        this.loan = loan;
        this.inputs = inputs;
        this.columns = columns;
        this.told = told;
        rows = release.rows(inputs);
        small =
                inputs.values().stream().mapToLong(tensor -> tensor.values().size()).sum()
                        <= MOST_VALUES;
    }

    /// False: the queue is too long for it.
    ///
    /// @param first it is one of our own, and does not wait for others
    boolean begin(BatchQueue<Ticket> queue, boolean first, long leftNanos) {
        if (!release.hold()) {
            return false;
        }
        loan.hold();
        if (first) {
            queue.push(this);
            return true;
        }
        boolean taken = queue.offer(this, leftNanos);
        if (!taken) {
            leftOut();
        }
        return taken;
    }

    void abandon(BatchQueue<Ticket> queue) {
        abandoned = true;
        queue.remove(this);
        var running = batch;
        if (running != null) {
            running.givenUp();
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public boolean fits(Ticket other) {
        return small && other.small && Rows.fit(inputs, other.inputs);
    }

    @Override
    public void leftOut() {
        release.letGo();
        loan.letGo();
    }

    Map<String, Tensor> inputs() {
        return inputs;
    }

    Optional<InputColumns> columns() {
        return columns;
    }

    void runsIn(Batch running) {
        batch = running;
    }

    void answered(Outcome<Answer> answer) {
        told.accept(answer);
    }
}
