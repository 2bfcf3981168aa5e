package lastgood.ledger;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.bytes;
import static lastgood.core.port.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import lastgood.core.port.Labels.Taken;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A process that is killed at any moment has lost nothing that it said was written.
class KilledTest {
    private static final int ROUNDS = 20;

    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Test
    void everythingAcknowledgedIsThereAfterKillNine() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        int acknowledged = -1;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = workUntilKilled(random, acknowledged);
            isThere(acknowledged, "seed " + seed + ", round " + round);
        }
        assertThat(acknowledged).isGreaterThan(ROUNDS);
    }

    /// The last `n` whose work was acknowledged by a process that was killed soon after.
    private int workUntilKilled(Random random, int before) throws IOException {
        ledger.close();
        int acknowledged = before;
        try (var child = Child.run(Forever.class, ledger.data().toString())) {
            for (int lines = 1 + random.nextInt(8); lines > 0; lines--) {
                acknowledged = Integer.parseInt(child.line().orElse("the child ended by itself"));
            }
            long until = System.nanoTime() + random.nextLong(10_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            child.kill();
            for (var line : child.lines()) {
                acknowledged = Integer.parseInt(line);
            }
        }
        return acknowledged;
    }

    private void isThere(int acknowledged, String when) throws IOException {
        var opened = ledger.again();
        var entries = opened.journal().read(TUMOUR);
        assertThat(entries).as(when).hasSizeBetween(acknowledged + 1, acknowledged + 2);
        for (int n = 0; n < entries.size(); n++) {
            assertThat(entries.get(n)).as(when).isEqualTo(created(n + 1));
        }
        for (int n = 0; n <= acknowledged; n++) {
            assertThat(opened.releases().read(Digest.of(Worker.model(n))))
                    .hasValue(bytes("model " + n));
            assertThat(opened.releases().find(TUMOUR, Worker.said(n).id()))
                    .hasValue(Worker.said(n));
            assertThat(opened.components().find(Worker.component(n).id())).isPresent();
            assertThat(opened.incidents().find(n + 1)).hasValue(Worker.incident(n));
            assertThat(opened.vetoes().of(TUMOUR)).contains(Worker.veto(n));
        }
        assertThat(opened.counts().of(TUMOUR, 1))
                .singleElement()
                .satisfies(c -> assertThat(c.sequence()).isGreaterThanOrEqualTo(acknowledged));
        labelsAreThere(opened, acknowledged, when);
    }

    private static void labelsAreThere(Ledger opened, int acknowledged, String when)
            throws IOException {
        var judged = opened.labels().judged(TUMOUR, 1, 2);
        assertThat(judged.labelled() % Worker.LABELS)
                .as("all of a call or none, %s", when)
                .isZero();
        assertThat(judged.labelled())
                .as(when)
                .isGreaterThanOrEqualTo((acknowledged + 1L) * Worker.LABELS);
        var last = opened.labels().take(TUMOUR, Worker.labels(acknowledged));
        assertThat(last).as(when).containsOnly(Taken.DUPLICATE);
        assertThat(
                        opened.labels().tally(TUMOUR, 1).units().values().stream()
                                .mapToLong(n -> n)
                                .sum())
                .as(when)
                .isEqualTo(judged.labelled());
    }

    /// Works on and on from where the ledger was left, and says after each piece of work that it is done.
    static final class Forever {
        public static void main(String[] args) throws IOException {
            try (var ledger = Ledger.open(Path.of(args[0]))) {
                var worker = new Worker(ledger);
                int done = ledger.journal().read(TUMOUR).size();
                IntStream.iterate(Math.max(0, done - 1), n -> n + 1).forEach(n -> work(worker, n));
            }
        }

        private static void work(Worker worker, int n) {
            try {
                worker.work(n);
                System.out.println(n);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
