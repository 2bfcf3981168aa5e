package lastgood.drivers.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.release.Digest;

/// Which moves were begun and which were made, oldest first: one line each, `made KEY AT DIGEST`.
///
/// The last thousand are remembered. A key older than that is as good as new, and nobody repeats a move that late.
record Moves(List<Line> lines) {
    private static final int MOST = 1000;

    Moves {
        lines = List.copyOf(lines);
    }

    record Line(MoveKey key, Mark to, boolean made) {
        @Override
        public String toString() {
            return (made ? "made " : "begun ") + key + " " + to.at() + " " + to.digest();
        }

        static Line parse(String text) {
            var words = text.split(" ", -1);
            if (words.length != 4 || !(words[0].equals("made") || words[0].equals("begun"))) {
                throw new IllegalArgumentException("not a line: '" + text + "'");
            }
            var to = new Mark(words[2], Digest.parse(words[3]));
            return new Line(new MoveKey(words[1]), to, words[0].equals("made"));
        }
    }

    static Moves read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Moves(List.of());
        }
        try (var lines = Files.lines(file)) {
            return new Moves(lines.map(Line::parse).toList());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new UnfitException(
                    file + " does not hold what moves were made: " + e.getMessage());
        }
    }

    void write(Path file) throws IOException {
        var text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        Forced.write(file, text);
    }

    Optional<Line> find(MoveKey key) {
        return lines.stream().filter(line -> line.key().equals(key)).findFirst();
    }

    /// Whether the key may still move something: it is new, or its move was cut off and no other came after it.
    boolean open(MoveKey key) {
        return find(key).map(line -> !line.made() && line.equals(lines.getLast())).orElse(true);
    }

    /// The same with this move as the last one.
    Moves with(MoveKey key, Mark to, boolean made) {
        var more = new ArrayList<>(lines);
        more.removeIf(line -> line.key().equals(key));
        more.add(new Line(key, to, made));
        return new Moves(more.subList(Math.max(0, more.size() - MOST), more.size()));
    }
}
