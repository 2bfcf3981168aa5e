package lastgood.ledger.codec;

import static lastgood.ledger.codec.AnyValue.TEXTS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.Lookup;
import lastgood.core.release.Program;
import lastgood.core.release.TensorSpec;

/// Draws what releases are made of where not any values make one.
final class AnyPart {
    private final AnyValue any;
    private final Random random;

    AnyPart(AnyValue any, Random random) {
        this.any = any;
        this.random = random;
    }

    /// Its files have paths, which are no texts of any kind.
    Program program() {
        var blob = new Blob("", any.any(Digest.class), random.nextInt(1_000));
        return new Program(
                text(),
                text(),
                "model.pkl",
                List.of(new Program.Entry("lib/żółw " + random.nextInt(9) + ".py", blob)),
                new TreeMap<>(Map.of(text(), text())),
                any.any(Duration.class));
    }

    TensorSpec tensor() {
        int width = random.nextInt(3);
        var columns = new ArrayList<Column>();
        for (int i = 0; i < width; i++) {
            columns.add(column());
        }
        return new TensorSpec(
                text(),
                any.any(Datatype.class),
                width == 0 ? List.of(-1L) : List.of(-1L, (long) width),
                columns);
    }

    Column column() {
        return new Column(
                text(),
                random.nextBoolean() ? Optional.of(text()) : Optional.empty(),
                random.nextBoolean() ? Optional.of(-random.nextDouble()) : Optional.empty(),
                random.nextBoolean() ? Optional.of(random.nextDouble()) : Optional.empty(),
                random.nextBoolean() ? TEXTS : List.of(),
                random.nextBoolean());
    }

    /// Its columns are different ones.
    Lookup lookup() {
        var columns = new ArrayList<>(TEXTS.subList(0, 1 + random.nextInt(TEXTS.size())));
        Collections.shuffle(columns, random);
        return new Lookup(
                "customer \"id\"" + text(),
                random.nextBoolean() ? Datatype.INT64 : Datatype.BYTES,
                columns,
                columns.subList(0, random.nextInt(columns.size() + 1)));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
