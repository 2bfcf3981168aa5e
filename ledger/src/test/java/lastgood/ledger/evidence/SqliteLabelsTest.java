package lastgood.ledger.evidence;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import lastgood.core.port.Labels;
import lastgood.core.port.Labels.Label;
import lastgood.core.port.Labels.Taken;
import lastgood.core.port.LabelsContract;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.prediction.Value;
import lastgood.ledger.OpenLedger;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteLabelsTest extends LabelsContract {
    /// The most that one call to control may bring.
    private static final int MANY = 10_000;

    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Labels open() throws IOException {
        return ledger.again().labels();
    }

    @Test
    void theLargestCallDoesNotKeepOthersWaiting() throws IOException {
        var labels = open();
        var seal = new PredictionSeal(new byte[32]);
        var best = Duration.ofDays(1);
        for (int call = 0; call < 5; call++) {
            var many = many(seal, call);
            long started = System.nanoTime();
            var taken = labels.take(TUMOUR, many);
            var took = Duration.ofNanos(System.nanoTime() - started);
            best = took.compareTo(best) < 0 ? took : best;
            assertThat(taken).hasSize(MANY).containsOnly(Taken.ACCEPTED);
        }
        System.out.printf("%,d labels in one call: %d ms%n", MANY, best.toMillis());
        assertThat(best).isLessThan(Duration.ofSeconds(3));
    }

    /// As a database was that did not keep the requests of keys one by one yet.
    @Test
    void keysThatWereSeenBeforeCountOnInTheOrderOfTheirLabels() throws IOException {
        var seal = new PredictionSeal(new byte[32]);
        open().take(TUMOUR, List.of(keyed(seal, 5, 7, true), keyed(seal, 6, 8, false)));
        ledger.close();
        try (var database = Database.open(ledger.data().resolve("ledger.db"))) {
            database.write(transaction -> transaction.run("DELETE FROM keyed"));
        }
        var labels = open();
        labels.take(TUMOUR, List.of(keyed(seal, 1, 7, false), keyed(seal, 2, 8, true)));
        labels.take(TUMOUR, List.of(keyed(seal, 9, 9, false), keyed(seal, 3, 9, true)));

        var place = new Place(0, Arm.CANDIDATE);
        var expected =
                Tally.EMPTY
                        .plus(place, 7, true)
                        .plus(place, 8, false)
                        .plus(place, 7, false)
                        .plus(place, 8, true)
                        .plus(place, 9, true)
                        .plus(place, 9, false);
        assertThat(labels.tally(TUMOUR, 1)).isEqualTo(expected);
    }

    private static Label keyed(PredictionSeal seal, int at, int slot, boolean bad) {
        var prediction =
                new Prediction(
                        NOON.toEpochMilli() + at,
                        2,
                        1,
                        0,
                        Arm.CANDIDATE,
                        false,
                        OptionalInt.of(slot),
                        List.of(new Value.Whole(1)),
                        at);
        return new Label(
                seal.seal(TUMOUR, prediction), prediction, 0, new Value.Whole(bad ? 0 : 1));
    }

    @Test
    void aCallThatTheDiskRefusesTakesNothing() throws IOException {
        ledger.again();
        ledger.close();
        try (var database = Database.open(ledger.data().resolve("ledger.db"))) {
            var labels = new SqliteLabels(database, new Codec());
            var all = many(new PredictionSeal(new byte[32]), 1);
            limit(database, 60);
            assertThatThrownBy(() -> labels.take(TUMOUR, all)).isInstanceOf(IOException.class);
            assertThat(labels.judged(TUMOUR, 1, 2)).isEqualTo(new Labels.Judged(0, 0));
            limit(database, 1_000_000);
            assertThat(labels.take(TUMOUR, all)).containsOnly(Taken.ACCEPTED);
            assertThat(labels.judged(TUMOUR, 1, 2).labelled()).isEqualTo(MANY);
        }
    }

    /// Half with a sticky key, ids as they are in real life, in no order.
    private static List<Label> many(PredictionSeal seal, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, MANY)
                .mapToObj(_ -> {
                    var prediction = prediction(random);
                    return new Label(
                            seal.seal(TUMOUR, prediction),
                            prediction,
                            0,
                            new Value.Whole(random.nextInt(2)));
                })
                .toList();
    }

    private static Prediction prediction(Random random) {
        return new Prediction(
                NOON.toEpochMilli() + random.nextInt(1 << 30),
                2,
                1,
                0,
                Arm.CANDIDATE,
                false,
                random.nextBoolean()
                        ? OptionalInt.of(random.nextInt(1 << 16))
                        : OptionalInt.empty(),
                List.of(new Value.Whole(1)),
                random.nextInt());
    }

    private static void limit(Database database, int pages) throws IOException {
        database.write(t -> t.first("PRAGMA max_page_count = " + pages, row -> row.getInt(1)));
    }
}
