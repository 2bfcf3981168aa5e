package lastgood.ledger.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import lastgood.core.drill.Drill;
import lastgood.core.guard.Count;
import lastgood.core.incident.Incident;
import lastgood.core.port.Journal;
import lastgood.core.port.Snapshots;
import lastgood.core.release.Release;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import lastgood.ledger.journal.SqliteStackBook;
import lastgood.ledger.releases.StoredComponent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written is read back equal, whatever it is.
class RoundTripTest {
    private final Codec codec = new Codec();

    /// One of each, to be written under the names of their sealed types.
    record Any(Event event, Phase phase, Command command) {}

    static Stream<Class<?>> records() {
        return Stream.of(
                        Stream.of(Any.class, Journal.Entry.class, Release.class),
                        Stream.of(StoredComponent.class, SqliteStackBook.Stored.class),
                        Stream.of(Incident.class, Count.class, Drill.class),
                        Stream.of(Snapshots.Snapshot.class),
                        AnyValue.leaves(Event.class),
                        AnyValue.leaves(Phase.class),
                        AnyValue.leaves(Command.class))
                .flatMap(types -> types);
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyValueComesBackEqual(Class<? extends Record> type) {
        long seed = new Random().nextLong();
        var values = new AnyValue(seed);
        for (int i = 0; i < 200; i++) {
            comesBack(type, values, seed);
        }
    }

    private <T extends Record> void comesBack(Class<T> type, AnyValue values, long seed) {
        T value = values.any(type);
        var text = codec.write(type, value);
        assertThat(codec.read(type, text)).as("seed %d", seed).isEqualTo(value);
        assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.US_ASCII))
                .as("ASCII only, seed %d", seed)
                .isEqualTo(text);
        assertThat(codec.write(type, codec.read(type, text))).isEqualTo(text);
    }
}
