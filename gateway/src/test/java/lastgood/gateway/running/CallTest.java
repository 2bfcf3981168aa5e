package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import lastgood.core.problem.Outcome;
import lastgood.gateway.Drafts;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.graph.Runner;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

class CallTest {
    private final Budget budget = new Budget(1 << 20);

    /// It still reads the values that were paid for.
    @Test
    void aCallThatWasGivenUpPaysUntilItComesBack() throws InterruptedException {
        var release = times2();
        var loan = new Loan(budget);
        loan.take(1000);
        var call = new Call(release, loan);
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        assertThat(
                        call.begin(() -> {
                            begun.countDown();
                            await(end);
                        }))
                .isTrue();
        begun.await();

        call.abandon();
        loan.letGo(); // its caller has an answer
        assertThat(budget.held()).isGreaterThanOrEqualTo(1000);

        end.countDown();
        Patience.until("nothing is held", () -> budget.held() == 0);
        release.letGo();
    }

    private static LoadedRelease times2() {
        var blobs = new MemoryBlobs();
        var release = new Drafts(blobs).of("two", 1, "models/times2.onnx").release();
        return switch (Assembly.ofGraphs(blobs).assemble(release.parts())) {
            case Outcome.Done<Runner>(var runner) ->
                    new LoadedRelease(
                            release,
                            Drafts.CLASSIFIER,
                            runner,
                            1,
                            lastgood.core.port.FeatureRows.NONE);
            case Outcome.Refused<Runner>(var problem) -> throw new AssertionError(problem);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
