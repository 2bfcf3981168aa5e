package lastgood.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.ToLongFunction;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;
import lastgood.gateway.running.tensor.BadData;

/// Reads an input with memory on loan, and holds the reader to it: what it made is paid for, what it takes is bounded
/// whatever the input promises, and nothing is held in the end.
public final class Lent {
    public static final long BUDGET = 1 << 20;

    /// All that one reading may allocate, what it drops again included.
    private static final long MOST_ALLOCATED = 24 * BUDGET;

    /// Classes that are loaded on the way count too, but only once.
    private static final int TRIES = 4;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Lent() {}

    /// @param <T> what comes of it
    public interface Reading<T> {
        T with(Loan loan) throws BadData;
    }

    /// What was read; empty: it was refused, as bad or as too much.
    ///
    /// @param least bytes that must be paid for when this was read
    public static <T> Optional<T> read(Reading<T> reading, ToLongFunction<T> least) {
        long allocated = Long.MAX_VALUE;
        Optional<T> read = Optional.empty();
        for (int i = 0; i < TRIES && allocated > MOST_ALLOCATED; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            read = once(reading, least);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).as("bytes allocated by one reading").isLessThan(MOST_ALLOCATED);
        return read;
    }

    private static <T> Optional<T> once(Reading<T> reading, ToLongFunction<T> least) {
        var budget = new Budget(BUDGET);
        var loan = new Loan(budget);
        try {
            var read = reading.with(loan);
            assertThat(budget.held())
                    .as("bytes paid for")
                    .isGreaterThanOrEqualTo(least.applyAsLong(read));
            return Optional.of(read);
        } catch (BadData refusal) {
            assertThat(refusal.complaint()).isNotBlank();
            return Optional.empty();
        } catch (NoRoomException _) {
            return Optional.empty();
        } finally {
            assertThat(budget.held()).as("bytes held").isBetween(0L, BUDGET);
            loan.letGo();
            assertThat(budget.held()).as("bytes held in the end").isZero();
        }
    }
}
