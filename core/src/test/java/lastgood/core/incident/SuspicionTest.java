package lastgood.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lastgood.core.guard.Count.ColumnSeen;
import lastgood.core.incident.Incident.Suspect;
import lastgood.core.incident.Suspicion.Inputs;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.OfflineEvidence.Range;
import lastgood.core.release.PartName;
import lastgood.core.release.ReleaseId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionTest {

    /// Model v2 learned from radius and perimeter in cm and is given mm; model v1 is given what it learned from.
    @ParameterizedTest
    @ValueSource(ints = {30, 60, 100})
    void inTheTumourExampleTheUnitsAreSuspected(int rows) throws IOException {
        var r2 = new Inputs(release(2), ranges(3), seen(ranges(3), rows));
        var r1 = new Inputs(release(1), ranges(1), seen(ranges(1), rows));
        var suspect = Suspicion.of(r2, r1).orElseThrow();
        assertThat(suspect.part()).isEqualTo(PartName.FEATURES);
        assertThat(suspect.what())
                .startsWith(
                        "6 of r2's 30 inputs lie outside the ranges of its training evidence, each by a factor of about 10 (\"mean radius\": trained on 0.7–2.7, sees ")
                .endsWith("); r1's do not. Looks like a change of unit.");
    }

    @Test
    void aModelThatIsGivenWhatItLearnedFromIsNoSuspect() throws IOException {
        var r1 = new Inputs(release(1), ranges(1), seen(ranges(1), 100));
        var r2 = new Inputs(release(2), ranges(3), seen(ranges(3), 100));
        assertThat(Suspicion.of(r1, r2)).isEmpty();
        assertThat(Suspicion.of(r1, r1)).isEmpty();
    }

    @Test
    void oneColumnIsToldInTheSingular() {
        assertThat(what(column(0, 1, 2, 24, 48), column(1, 1, 2, 1, 2)))
                .isEqualTo(
                        "1 of r2's 2 inputs lies outside the range of its training evidence, by a factor of about 24"
                                + " (\"c0\": trained on 1–2, sees 24–48); r1's does not. Looks like a change of unit.");
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "96, 100", "0.04, 0.042", "2.5, 2.5", "60, 60", "0.001, 0.001"})
    void factorsBetweenUnitsAreNamed(double factor, String about) {
        assertThat(what(column(0, 10, 20, 10 * factor, 20 * factor)))
                .contains("by a factor of about " + about)
                .endsWith("Looks like a change of unit.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.8, 5, 40, 300, 0.5})
    void otherFactorsAreNotTakenForUnits(double factor) {
        assertThat(what(column(0, 10, 20, 10 * factor, 20 * factor)))
                .contains("by a factor of about")
                .doesNotContain("unit");
    }

    @Test
    void columnsThatDoNotAgreeHaveNoFactor() {
        assertThat(what(column(0, 1, 2, 10, 20), column(1, 1, 2, 100, 200)))
                .isEqualTo(
                        "2 of r2's 2 inputs lie outside the ranges of its training evidence"
                                + " (\"c0\": trained on 1–2, sees 10–20); r1's do not.");
    }

    @Test
    void whereMostColumnsAgreeTheyAreCountedAndOneOfThemIsShown() {
        assertThat(
                        what(
                                column(0, 1, 2, 100, 200),
                                column(1, 1, 2, 10, 20),
                                column(2, 1, 2, 11, 22)))
                .isEqualTo(
                        "3 of r2's 3 inputs lie outside the ranges of its training evidence, 2 of them by a factor of"
                                + " about 10 (\"c1\": trained on 1–2, sees 10–20); r1's do not. Looks like a change of"
                                + " unit.");
    }

    @Test
    void whereHardlyMoreThanHalfOfTheColumnsAgreeThereIsNoFactor() {
        assertThat(
                        what(
                                column(0, 1, 2, 10, 20),
                                column(1, 1, 2, 10, 20),
                                column(2, 1, 2, 10, 20),
                                column(3, 1, 2, 100, 200),
                                column(4, 1, 2, 50, 100)))
                .doesNotContain("factor");
    }

    @Test
    void aRangeThatReachesZeroIsComparedAtItsUpperEnd() {
        assertThat(what(column(0, 0, 2, 0, 20))).contains("a factor of about 10");
    }

    @Test
    void aRangeThatIsSeenToReachZeroIsComparedAtItsUpperEnd() {
        assertThat(what(column(0, 1, 2, 0, 20))).contains("a factor of about 10");
    }

    @Test
    void whatCannotBeDividedHasNoFactor() {
        assertThat(what(column(0, -1, 0, 5, Double.POSITIVE_INFINITY)))
                .doesNotContain("factor")
                .contains("sees 5–Infinity");
        assertThat(what(column(0, -20, -10, 5, 7))).doesNotContain("factor");
    }

    @Test
    void aColumnThatIsOutsideForLiveTooIsNoSuspect() {
        var changed = List.of(column(0, 1, 2, 10, 20));
        assertThat(Suspicion.of(inputs(2, changed), inputs(1, changed))).isEmpty();
        var both = List.of(column(0, 1, 2, 10, 20), column(1, 1, 2, 10, 20));
        assertThat(
                        Suspicion.of(inputs(2, both), inputs(1, changed))
                                .map(Suspect::what)
                                .orElseThrow())
                .startsWith("1 of r2's 2 inputs");
    }

    @Test
    void whereNothingWasSeenOfLiveNothingIsSaidOfIt() {
        var r1 = new Inputs(release(1), List.of(), List.of());
        var suspect = Suspicion.of(inputs(2, List.of(column(0, 1, 2, 10, 20))), r1).orElseThrow();
        assertThat(suspect.what()).doesNotContain("r1");
    }

    @Test
    void halfOfTheValuesOutsideIsNotEnough() {
        var range = new Range("X", 0, "c0", 1, 2);
        var half = new ColumnSeen("X", 0, "c0", 10, 5, 1, 20);
        var other = new ColumnSeen("Y", 0, "c0", 10, 10, 1, 20);
        var next = new ColumnSeen("X", 1, "c1", 10, 10, 1, 20);
        var r2 = new Inputs(release(2), List.of(range), List.of(half, other, next));
        assertThat(Suspicion.of(r2, r2)).isEmpty();
        assertThat(Suspicion.of(r2, new Inputs(release(1), List.of(), List.of()))).isEmpty();
    }

    private record Column(Range range, ColumnSeen seen) {}

    private static Column column(
            int index, double least, double greatest, double low, double high) {
        var range = new Range("X", index, "c" + index, least, greatest);
        long outside =
                DoubleStream.of(low, high).filter(v -> !range.holds(v, Datatype.FP64)).count() * 5;
        return new Column(range, new ColumnSeen("X", index, "c" + index, 9, outside, low, high));
    }

    private static Inputs inputs(int release, List<Column> columns) {
        return new Inputs(
                release(release),
                columns.stream().map(Column::range).toList(),
                columns.stream().map(Column::seen).toList());
    }

    private static String what(Column... columns) {
        var fine = Stream.of(columns).map(c -> column(c.range().index(), 1, 2, 1, 2)).toList();
        return Suspicion.of(inputs(2, List.of(columns)), inputs(1, fine)).orElseThrow().what();
    }

    private static ReleaseId release(int number) {
        return new ReleaseId(number, Digest.of(new byte[] {(byte) number}));
    }

    private static List<Range> ranges(int least) throws IOException {
        var ranges = new ArrayList<Range>();
        for (var line : lines("ranges.csv")) {
            var cells = line.split(",", -1);
            ranges.add(
                    new Range(
                            "X",
                            ranges.size(),
                            cells[0],
                            Double.parseDouble(cells[least]),
                            Double.parseDouble(cells[least + 1])));
        }
        return ranges;
    }

    private static List<ColumnSeen> seen(List<Range> ranges, int rows) throws IOException {
        var values =
                lines("rows.csv").stream()
                        .limit(rows)
                        .map(line ->
                                Stream.of(line.split(",", -1))
                                        .mapToDouble(Double::parseDouble)
                                        .toArray())
                        .toList();
        return IntStream.range(0, ranges.size())
                .mapToObj(i ->
                        seen(ranges.get(i), values.stream().mapToDouble(row -> row[i]).toArray()))
                .toList();
    }

    private static ColumnSeen seen(Range range, double[] values) {
        var all = DoubleStream.of(values).summaryStatistics();
        long outside = DoubleStream.of(values).filter(v -> !range.holds(v, Datatype.FP64)).count();
        return new ColumnSeen(
                "X",
                range.index(),
                range.column(),
                values.length,
                outside,
                all.getMin(),
                all.getMax());
    }

    private static List<String> lines(String name) throws IOException {
        try (var file = SuspicionTest.class.getResourceAsStream("/incident/" + name)) {
            var text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
