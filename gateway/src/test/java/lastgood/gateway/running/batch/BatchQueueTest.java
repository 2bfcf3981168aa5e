package lastgood.gateway.running.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final long MILLI = 1_000_000;
    private static final long LONG = 1000 * MILLI;

    /// One row takes a millisecond, sixteen take four.
    private static final Effort EFFORT =
            new Effort(MILLI, OptionalLong.of(2 * MILLI), OptionalLong.of(4 * MILLI));

    private final LinkedBlockingQueue<List<Job>> ran = new LinkedBlockingQueue<>();
    private final List<String> leftOut = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong time = new AtomicLong();
    private final BatchQueue<Job> queue =
            new BatchQueue<>("test", 1, 16, EFFORT, this::work, time::get);

    @AfterEach
    void close() {
        end.countDown();
        queue.close();
    }

    @Test
    void whoComesAloneRunsAloneAndAtOnce() throws InterruptedException {
        end.countDown();

        queue.offer(new Job("a"), LONG);

        assertThat(names(next())).containsExactly("a");
    }

    @Test
    void whatWaitedMeanwhileRunsTogether() throws InterruptedException {
        busy();
        offer("a", "b", "c");
        end.countDown();

        assertThat(names(next())).containsExactly("a", "b", "c");
    }

    @Test
    void aBatchHasNoMoreRowsThanItMay() throws InterruptedException {
        busy();
        queue.offer(new Job("ten", 10, "x"), LONG);
        queue.offer(new Job("nine", 9, "x"), LONG);
        queue.offer(new Job("six", 6, "x"), LONG);
        queue.offer(new Job("hundred", 100, "x"), LONG);
        end.countDown();

        assertThat(names(next())).containsExactly("ten", "six");
        assertThat(names(next())).containsExactly("nine");
        assertThat(names(next())).containsExactly("hundred");
    }

    @Test
    void whatDoesNotFitWaitsForTheNextTurn() throws InterruptedException {
        busy();
        queue.offer(new Job("a", 1, "x"), LONG);
        queue.offer(new Job("b", 1, "y"), LONG);
        queue.offer(new Job("c", 1, "x"), LONG);
        end.countDown();

        assertThat(names(next())).containsExactly("a", "c");
        assertThat(names(next())).containsExactly("b");
    }

    @Test
    void whoGaveUpIsLeftOutAndMakesRoom() throws InterruptedException {
        busy();
        offer("a");
        var job = new Job("b");
        queue.offer(job, LONG);

        queue.remove(job);

        assertThat(leftOut).containsExactly("b");
        assertThat(queue.waitingRows()).isEqualTo(1);
        end.countDown();
        assertThat(names(next())).containsExactly("a");
    }

    @Test
    void whoGivesUpAsHisTurnComesIsLeftOutToo() throws InterruptedException {
        busy();
        var job = new Job("b");
        queue.offer(job, LONG);
        offer("a");
        job.abandoned = true;
        end.countDown();

        assertThat(names(next())).containsExactly("a");
        assertThat(leftOut).containsExactly("b");
    }

    @Test
    void whoWouldWaitLongerThanHeHasTimeForIsNotLetIn() throws InterruptedException {
        busy();
        for (int i = 0; i < 32; i++) {
            assertThat(queue.offer(new Job("early"), LONG)).isTrue();
        }

        // Two batches of 4 ms in front of it, and its own millisecond.
        assertThat(queue.offer(new Job("hurried"), 8 * MILLI)).isFalse();
        assertThat(queue.offer(new Job("patient"), 9 * MILLI)).isTrue();
    }

    @Test
    void whereNobodyWaitsNobodyIsRefused() throws InterruptedException {
        busy();

        assertThat(queue.offer(new Job("hopeless"), 1)).isTrue();
    }

    @Test
    void whatWeAskOurselvesGoesFirst() throws InterruptedException {
        busy();
        queue.offer(new Job("caller", 16, "x"), LONG);
        queue.push(new Job("probe"));
        end.countDown();

        assertThat(names(next())).containsExactly("probe");
    }

    @Test
    void onceBatchingIsOffEachRunsAlone() throws InterruptedException {
        busy();
        offer("a", "b");
        queue.stopBatching("a test says so");
        end.countDown();

        assertThat(names(next())).containsExactly("a");
        assertThat(names(next())).containsExactly("b");
    }

    @Test
    void aBatchThatFailsHoldsUpNobody() throws InterruptedException {
        busy();
        queue.offer(new Job("broken"), LONG);
        queue.offer(new Job("sound", 16, "x"), LONG);
        end.countDown();

        assertThat(names(next())).containsExactly("broken");
        assertThat(names(next())).containsExactly("sound");
    }

    @Test
    void aReleaseThatBecameSlowerRefusesSooner() {
        var estimate = new Estimate(EFFORT);
        assertThat(estimate.nanos(32, 16)).isEqualTo(8 * MILLI);

        for (int i = 0; i < 50; i++) {
            estimate.note(16, 12 * MILLI);
        }
        assertThat(estimate.nanos(32, 16)).isBetween(23 * MILLI, 24 * MILLI);

        for (int i = 0; i < 50; i++) {
            estimate.note(16, 4 * MILLI);
        }
        assertThat(estimate.nanos(32, 16)).isBetween(8 * MILLI, 9 * MILLI);
    }

    private final class Job implements BatchQueue.Job<Job> {
        private final String name;
        private final int rows;
        private final String shape;
        private volatile boolean abandoned;

        Job(String name) {
            this(name, 1, "x");
        }

        Job(String name, int rows, String shape) {
            this.name = name;
            this.rows = rows;
            this.shape = shape;
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
        public boolean fits(Job other) {
            return shape.equals(other.shape);
        }

        @Override
        public void leftOut() {
            leftOut.add(name);
        }
    }

    /// The only thread is busy until the end is let come.
    private void busy() throws InterruptedException {
        queue.offer(new Job("busy"), LONG);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void work(List<Job> batch) {
        if (batch.getFirst().name.equals("busy")) {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return;
        }
        ran.add(batch);
        if (batch.getFirst().name.equals("broken")) {
            throw new IllegalStateException("broken");
        }
    }

    private void offer(String... names) {
        for (var name : names) {
            queue.offer(new Job(name), LONG);
        }
    }

    private List<Job> next() throws InterruptedException {
        var batch = ran.poll(10, TimeUnit.SECONDS);
        assertThat(batch).as("a batch").isNotNull();
        return batch;
    }

    private static List<String> names(List<Job> batch) {
        return batch.stream().map(job -> job.name).toList();
    }
}
