package lastgood.ledger.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lastgood.core.drill.Drill;
import lastgood.core.guard.Count;
import lastgood.core.incident.Incident;
import lastgood.core.port.Snapshots;
import lastgood.core.release.Release;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Stay;
import lastgood.ledger.journal.StoredEntry;
import lastgood.ledger.journal.StoredStanding;
import lastgood.ledger.releases.StoredComponent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Journals of years ago must be readable: these documents were written once and are never changed.
///
/// When this fails, core's words were changed so that stored ones are not understood any more. A new kind of event
/// needs a document of its own: run the test with `-Dgolden=accept`, look at the file and keep it.
class StoredFormTest {
    private static final Path FOLDER = Path.of("src/test/resources/stored/v1");

    private final Codec codec = new Codec();

    record OfEvent(Event event) {}

    record OfPhase(Phase phase) {}

    record OfCommand(Command command) {}

    record OfStanding(StoredStanding standing) {}

    /// @param type of the document
    /// @param kind which kind of it, and the file's name
    record Stored(Class<? extends Record> type, Class<?> kind) {
        Path file() {
            return FOLDER.resolve(type.getSimpleName() + "-" + kind.getSimpleName() + ".json");
        }

        @Override
        public String toString() {
            return String.valueOf(file().getFileName());
        }
    }

    static Stream<Stored> documents() {
        return Stream.of(
                        of(OfEvent.class, Event.class),
                        of(OfPhase.class, Phase.class),
                        of(OfCommand.class, Command.class),
                        of(StoredEntry.class, StoredEntry.class),
                        of(OfStanding.class, StoredStanding.class),
                        of(Release.class, Release.class),
                        of(StoredComponent.class, StoredComponent.class),
                        of(Incident.class, Incident.class),
                        of(Drill.class, Drill.class),
                        of(Snapshots.Snapshot.class, Snapshots.Snapshot.class),
                        of(Snapshots.Ready.class, Snapshots.Ready.class),
                        of(Stay.class, Stay.class),
                        of(Count.class, Count.class))
                .flatMap(stored -> stored);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void anOldDocumentIsStillUnderstood(Stored stored) throws IOException {
        if (!Files.exists(stored.file()) && "accept".equals(System.getProperty("golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(stored.file(), draw(stored.type(), stored) + "\n");
        }
        assertThat(stored.file()).exists();
        isUnderstood(stored.type(), stored);
    }

    private <T extends Record> void isUnderstood(Class<T> type, Stored stored) throws IOException {
        var text = Files.readString(stored.file()).strip();
        T value = codec.read(type, text);
        assertThat(kind(value)).isEqualTo(stored.kind());
        assertThat(codec.read(type, codec.write(type, value))).isEqualTo(value);
        if (type != Count.class) { // Not every zlib deflates alike.
            assertThat(codec.write(type, value)).isEqualTo(text);
        }
    }

    private <T extends Record> String draw(Class<T> type, Stored stored) {
        var values = new AnyValue(stored.toString().hashCode());
        T value = values.any(type);
        while (!kind(value).equals(stored.kind()) || codec.write(type, value).length() > 6_000) {
            value = values.any(type);
        }
        return codec.write(type, value);
    }

    private static Class<?> kind(Record value) {
        return switch (value) {
            case OfEvent(var event) -> event.getClass();
            case OfPhase(var phase) -> phase.getClass();
            case OfCommand(var command) -> command.getClass();
            case OfStanding(var standing) -> standing.getClass();
            default -> value.getClass();
        };
    }

    private static Stream<Stored> of(Class<? extends Record> type, Class<?> kinds) {
        return AnyValue.leaves(kinds).map(kind -> new Stored(type, kind));
    }
}
