package lastgood.control.move;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Sentences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A driver that is waited for no longer than said, and whose defects are answers. What it throws, an answer about another
/// version, and one that does not come, leave a restore unknown.
final class BoundedDriver implements ComponentDriver {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedDriver.class);

    private final String component;
    private final ComponentDriver driver;
    private final WorldLimits limits;
    private final Semaphore turn;

    /// @param turn of the component: who has it restores. A restore that hangs keeps it until it ends
    BoundedDriver(String component, ComponentDriver driver, WorldLimits limits, Semaphore turn) {
        this.component = component;
        this.driver = driver;
        this.limits = limits;
        this.turn = turn;
    }

    /// Whether a restore that was given up has not ended yet.
    boolean isBusy() {
        return turn.availablePermits() == 0;
    }

    @Override
    public Outcome<Description> describe() {
        return look(driver::describe);
    }

    @Override
    public Outcome<Mark> snapshot() {
        return look(driver::snapshot);
    }

    @Override
    public Outcome<Mark> find(String at) {
        return look(() -> driver.find(at));
    }

    @Override
    public Optional<Problem> health() {
        return switch (look(() -> Outcome.done(driver.health()))) {
            case Outcome.Done<Optional<Problem>>(var problem) -> problem;
            case Outcome.Refused<Optional<Problem>>(var problem) -> Optional.of(problem);
        };
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        try {
            return Within.within(limits.move(), true, () -> inTurn(to, key))
                    .map(restored -> believed(restored, to))
                    .orElseGet(() -> unknown(to, late(limits.move())));
        } catch (ExecutionException e) {
            LOG.error("the driver of {} failed while it moved it to {}", component, to, e);
            return unknown(to, "its driver failed: " + e.getCause());
        }
    }

    private Restored inTurn(Mark to, MoveKey key) throws InterruptedException {
        turn.acquire();
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Objects.requireNonNull(driver.restore(to, key));
        } finally {
            turn.release();
        }
    }

    private Restored believed(Restored restored, Mark to) {
        return restored instanceof Restored.There(var mark, _) && !mark.equals(to)
                ? unknown(to, "its driver says that it is at " + mark)
                : restored;
    }

    private Restored unknown(Mark to, String why) {
        return new Restored.Unknown(
                Refusals.failed(
                        "It is not known whether " + component + " is at " + to.at() + " now.",
                        List.of(why)));
    }

    private <T> Outcome<T> look(Supplier<Outcome<T>> question) {
        try {
            return Within.within(limits.look(), true, () -> Objects.requireNonNull(question.get()))
                    .orElseGet(() -> cannotLook(late(limits.look())));
        } catch (ExecutionException e) {
            LOG.error("the driver of {} failed", component, e);
            return cannotLook("its driver failed: " + e.getCause());
        }
    }

    private <T> Outcome<T> cannotLook(String why) {
        return Outcome.refused(Refusals.failed(component + " cannot be looked at.", List.of(why)));
    }

    private static String late(Duration limit) {
        return "its driver did not answer within " + Sentences.duration(limit);
    }
}
