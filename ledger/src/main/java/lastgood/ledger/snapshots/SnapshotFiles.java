package lastgood.ledger.snapshots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Snapshots;
import lastgood.ledger.files.Durable;

/// Two files that take turns: the newer one that is whole counts, and the other is there for the day on which it is not.
public final class SnapshotFiles implements Snapshots {
    private static final List<String> NAMES = List.of("a.snapshot", "b.snapshot");
    private static final String FOR_OWNER = "rwx------";
    private static final String MODE = "rw-------";
    private static final long LARGEST = 64 << 20;

    private final Path folder;
    private final Pen pen;
    private final SnapshotForm form = new SnapshotForm();

    /// Where the next one goes, once somebody has looked.
    private Optional<Turn> next = Optional.empty();

    private record Turn(Path file, long generation) {
        Turn after() {
            return new Turn(other(file), generation + 1);
        }
    }

    private record Whole(Path file, long generation, Snapshot snapshot) {}

    private record Look(List<Whole> whole, List<String> faults, long highest) {
        Optional<Whole> newest() {
            return whole.stream().max(Comparator.comparingLong(Whole::generation));
        }
    }

    /// Puts bytes in the place of what a file holds, for good.
    interface Pen {
        void write(Path file, byte[] bytes) throws IOException;
    }

    /// @param folder is made with the first one that is written
    public SnapshotFiles(Path folder) {
        this(
                folder,
                (file, bytes) -> {
                    Durable.makeFolder(folder, FOR_OWNER);
                    Durable.write(file, bytes, MODE);
                });
    }

    SnapshotFiles(Path folder, Pen pen) {
        this.folder = folder;
        this.pen = pen;
    }

    /// Never over the newest that is whole: if this one is cut off, that one is still there.
    @Override
    public synchronized void write(Snapshot snapshot) throws IOException {
        var turn = next.orElseGet(() -> turn(look()));
        pen.write(turn.file(), form.write(snapshot, turn.generation()));
        next = Optional.of(turn.after());
    }

    @Override
    public synchronized Found newest() {
        var seen = look();
        next = Optional.of(turn(seen));
        return new Found(seen.newest().map(Whole::snapshot), seen.faults());
    }

    private Turn turn(Look seen) {
        return new Turn(
                seen.newest()
                        .map(whole -> other(whole.file()))
                        .orElseGet(() -> folder.resolve(NAMES.getFirst())),
                seen.highest() + 1);
    }

    private Look look() {
        var whole = new ArrayList<Whole>();
        var faults = new ArrayList<String>();
        long highest = 0;
        for (var name : NAMES) {
            var file = folder.resolve(name);
            try {
                var sealed = Sealed.read(bytes(file));
                highest = Math.max(highest, sealed.generation());
                whole.add(new Whole(file, sealed.generation(), form.read(sealed)));
            } catch (NoSuchFileException _) {
                // Nothing was written there yet.
            } catch (IOException e) {
                faults.add(file + ": " + e.getMessage());
            }
        }
        return new Look(whole, faults, highest);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it is larger than any snapshot");
        }
        return Files.readAllBytes(file);
    }

    private static Path other(Path file) {
        return file.resolveSibling(
                String.valueOf(file.getFileName()).equals(NAMES.getFirst())
                        ? NAMES.getLast()
                        : NAMES.getFirst());
    }
}
