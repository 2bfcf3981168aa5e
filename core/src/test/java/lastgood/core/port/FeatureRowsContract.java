package lastgood.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import lastgood.core.port.FeatureRows.FeatureRow;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Datatype;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.stack.ComponentId;
import org.junit.jupiter.api.Test;

/// What everybody who looks features up may rely on.
public abstract class FeatureRowsContract {
    protected static final Duration WITHIN = Duration.ofSeconds(30);
    protected static final ComponentId V1 = new ComponentId("customers", "v1");
    protected static final ComponentId V2 = new ComponentId("customers", "v2");
    protected static final ComponentId NAMED = new ComponentId("customers", "v3");
    protected static final Lookup LOOKUP =
            new Lookup("customer_id", Datatype.INT64, List.of("age", "income"), List.of("income"));
    protected static final Lookup BY_NAME =
            new Lookup("name", Datatype.BYTES, List.of("age"), List.of());

    /// Puts rows into the table of a version. All rows of it are given at once, each with the same columns.
    protected abstract void fill(ComponentId table, String key, Map<FeatureKey, List<Object>> rows)
            throws Exception;

    /// The columns of every row that is filled in; of [#NAMED] only the first.
    protected static final List<String> COLUMNS = List.of("age", "income", "word");

    protected abstract FeatureRows rows();

    private void filled() throws Exception {
        fill(
                V1,
                "customer_id",
                Map.of(whole(1), List.of(30, 1000.5, "a"), whole(2), List.of(40, "", "b")));
        fill(
                V2,
                "customer_id",
                Map.of(whole(1), List.of(31, 2000.25, "c"), whole(3), List.of(50, 5.0, "d")));
    }

    @Test
    void rowsComeFromTheVersionAskedForInTheOrderOfTheKeys() throws Exception {
        filled();
        assertThat(read(V1, LOOKUP, whole(2), whole(1), whole(3), whole(1)))
                .containsExactly(
                        Optional.of(
                                new FeatureRow(
                                        List.of(OptionalDouble.of(40), OptionalDouble.empty()))),
                        row(30, 1000.5),
                        Optional.empty(),
                        row(30, 1000.5));
        assertThat(read(V2, LOOKUP, whole(1), whole(2)))
                .containsExactly(row(31, 2000.25), Optional.empty());
    }

    @Test
    void columnsComeInTheOrderInWhichTheyAreAskedFor() throws Exception {
        filled();
        var other = new Lookup("customer_id", Datatype.INT64, List.of("income", "age"), List.of());
        assertThat(read(V1, other, whole(1))).containsExactly(row(1000.5, 30));
    }

    @Test
    void aKeyMayBeATextOfAnyKind() throws Exception {
        var hostile = new FeatureKey.Text("x' OR 1=1 --");
        var ada = new FeatureKey.Text("Ada");
        fill(NAMED, "name", Map.of(hostile, List.of(7, 0, ""), ada, List.of(36, 0, "")));
        assertThat(read(NAMED, BY_NAME, ada, hostile, new FeatureKey.Text("ada")))
                .containsExactly(row(36), row(7), Optional.empty());
        assertThat(some(NAMED, BY_NAME, 9)).containsExactlyInAnyOrder(ada, hostile);
    }

    @Test
    void moreKeysThanOneQueryTakesAreLookedUpAsWell() throws Exception {
        filled();
        var keys = new ArrayList<FeatureKey>();
        for (int i = 0; i < 1_200; i++) {
            keys.add(whole(i));
        }
        var found = read(V1, LOOKUP, keys.toArray(FeatureKey[]::new));
        assertThat(found).hasSize(1_200);
        assertThat(found.get(1)).isEqualTo(row(30, 1000.5));
        assertThat(found.stream().flatMap(Optional::stream)).hasSize(2);
        assertThat(read(V1, LOOKUP)).isEmpty();
    }

    @Test
    void someKeysAreTheSameEachTimeAndNoMoreThanAskedFor() throws Exception {
        filled();
        assertThat(some(V1, LOOKUP, 9)).containsExactly(whole(1), whole(2));
        assertThat(some(V1, LOOKUP, 1)).containsExactly(whole(1));
    }

    @Test
    void aTextIsNoFeature() throws Exception {
        filled();
        var words = new Lookup("customer_id", Datatype.INT64, List.of("word"), List.of());
        assertThat(refused(V1, words, WITHIN)).isEqualTo(Code.FEATURE_UNUSABLE);
    }

    @Test
    void aVersionThatNobodyHasIsAway() throws Exception {
        filled();
        assertThat(refused(new ComponentId("customers", "v9"), LOOKUP, WITHIN))
                .isEqualTo(Code.FEATURES_AWAY);
    }

    @Test
    void whereNoTimeIsLeftNobodyWaits() throws Exception {
        filled();
        assertThat(refused(V1, LOOKUP, Duration.ZERO)).isEqualTo(Code.FEATURES_AWAY);
    }

    protected final List<Optional<FeatureRow>> read(
            ComponentId table, Lookup lookup, FeatureKey... keys) {
        return switch (rows().read(table, lookup, List.of(keys), WITHIN)) {
            case Outcome.Done<List<Optional<FeatureRow>>>(var found) -> found;
            case Outcome.Refused<List<Optional<FeatureRow>>>(var problem) ->
                    throw new AssertionError(problem);
        };
    }

    private List<FeatureKey> some(ComponentId table, Lookup lookup, int most) {
        return switch (rows().some(table, lookup, most, WITHIN)) {
            case Outcome.Done<List<FeatureKey>>(var found) -> found;
            case Outcome.Refused<List<FeatureKey>>(var problem) ->
                    throw new AssertionError(problem);
        };
    }

    protected final Code refused(ComponentId table, Lookup lookup, Duration within) {
        return switch (rows().read(table, lookup, List.of(whole(1)), within)) {
            case Outcome.Done<List<Optional<FeatureRow>>>(var found) ->
                    throw new AssertionError(found);
            case Outcome.Refused<List<Optional<FeatureRow>>>(var problem) -> problem.code();
        };
    }

    protected static FeatureKey whole(long value) {
        return new FeatureKey.Whole(value);
    }

    protected static Optional<FeatureRow> row(double... values) {
        var all = new ArrayList<OptionalDouble>();
        for (double value : values) {
            all.add(OptionalDouble.of(value));
        }
        return Optional.of(new FeatureRow(all));
    }
}
