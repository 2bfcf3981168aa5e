package lastgood.gateway.running.apart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

/// Of threads of this very process.
class ProcessorTimeTest {
    private static final long MILLI = 1_000_000;
    private static final long OURS = ProcessHandle.current().pid();

    @Test
    void aThreadThatWorksHasHadACore() {
        var over = new AtomicBoolean();
        var works =
                thread(
                        "works",
                        () -> {
                            while (!over.get()) {
                                Thread.onSpinWait();
                            }
                        });
        try {
            var time = ProcessorTime.of(OURS, "works");
            long before = time.nanos().orElseThrow();

            Patience.until(
                    "it has had one", () -> time.nanos().orElseThrow() > before + 20 * MILLI);
        } finally {
            over.set(true);
            join(works);
        }
        Patience.until("it is gone", () -> ProcessorTime.of(OURS, "works").nanos().isEmpty());
    }

    @Test
    void aThreadThatWaitsHasNone() {
        var over = new CountDownLatch(1);
        var waits =
                thread(
                        "waits",
                        () -> {
                            try {
                                over.await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try {
            Patience.until("it waits", () -> waits.getState() == Thread.State.WAITING);
            var time = ProcessorTime.of(OURS, "waits");
            long before = time.nanos().orElseThrow();
            spin(30 * MILLI);

            assertThat(time.nanos().orElseThrow() - before).isLessThan(10 * MILLI);
        } finally {
            over.countDown();
            join(waits);
        }
    }

    @Test
    void whereNoThreadHasTheNameNothingIsKnown() {
        assertThat(ProcessorTime.of(OURS, "nobody").nanos()).isEmpty();
        assertThat(ProcessorTime.of(Integer.MAX_VALUE, "answer").nanos()).isEmpty();
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
