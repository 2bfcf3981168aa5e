package lastgood.core.port;

import static lastgood.core.port.Labels.Taken.ACCEPTED;
import static lastgood.core.port.Labels.Taken.CONFLICTING;
import static lastgood.core.port.Labels.Taken.DUPLICATE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.byLive;
import static lastgood.core.port.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import lastgood.core.port.Labels.Judged;
import lastgood.core.port.Labels.Label;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import org.junit.jupiter.api.Test;

/// What every keeper of labels promises.
public abstract class LabelsContract {
    private static final Value ZERO = new Value.Whole(0);
    private static final Value ONE = new Value.Whole(1);
    private static final Place CANDIDATE = new Place(0, Arm.CANDIDATE);
    private static final Place LIVE = new Place(0, Arm.LIVE);

    /// The labels of this test; asked again, they are opened again over what is stored.
    protected abstract Labels open() throws Exception;

    @Test
    void aRightAndAWrongAnswerAreCounted() throws Exception {
        take(label("a", prediction(1, ONE), 0, ONE), label("b", prediction(2, ONE), 0, ZERO));
        assertThat(tally())
                .isEqualTo(units(Map.of(unit(CANDIDATE, 0, 1), 1L, unit(CANDIDATE, 1, 1), 1L)));
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(2, 1));
    }

    @Test
    void nothingIsTalliedBeforeAnyLabel() throws Exception {
        assertThat(tally()).isEqualTo(Tally.EMPTY);
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(0, 0));
        assertThat(take()).isEmpty();
    }

    @Test
    void theFirstLabelStands() throws Exception {
        var p = prediction(1, ONE);
        assertThat(take(label("a", p, 0, ONE))).containsExactly(ACCEPTED);
        assertThat(take(label("a", p, 0, ONE))).containsExactly(DUPLICATE);
        assertThat(take(label("a", p, 0, ZERO))).containsExactly(CONFLICTING);
        assertThat(take(label("a", p, 0, ZERO))).containsExactly(CONFLICTING);
        assertThat(tally()).isEqualTo(units(Map.of(unit(CANDIDATE, 0, 1), 1L)));
    }

    @Test
    void labelsAreComparedByValue() throws Exception {
        take(label("a", prediction(1, ONE), 0, new Value.Real(1.0)));
        assertThat(take(label("a", prediction(1, ONE), 0, ONE))).containsExactly(DUPLICATE);
        assertThat(take(label("a", prediction(1, ONE), 0, new Value.Text("1"))))
                .containsExactly(CONFLICTING);
        assertThat(tally()).isEqualTo(units(Map.of(unit(CANDIDATE, 0, 1), 1L)));
    }

    @Test
    void longTextsAreComparedWhole() throws Exception {
        var said = new Value.Text("a very long class name indeed, number one of many");
        var other = new Value.Text("a very long class name indeed, number two of many");
        take(label("a", prediction(1, said), 0, said), label("b", prediction(2, said), 0, other));
        assertThat(take(label("a", prediction(1, said), 0, said))).containsExactly(DUPLICATE);
        assertThat(take(label("a", prediction(1, said), 0, other))).containsExactly(CONFLICTING);
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(2, 1));
    }

    @Test
    void everyKindOfValueIsKept() throws Exception {
        var kinds =
                List.of(
                        new Value.Whole(Long.MIN_VALUE),
                        new Value.Whole(Long.MAX_VALUE),
                        new Value.Real(-0.1),
                        new Value.Real(Double.MIN_VALUE),
                        new Value.Real(Double.POSITIVE_INFINITY),
                        new Value.Text(""),
                        new Value.Text("zażółć \u0000 \uD83D\uDE00"),
                        new Value.LongText("0123456789abcdef0123456789abcdef"));
        var labels = new ArrayList<Label>();
        for (var kind : kinds) {
            labels.add(label("id" + labels.size(), prediction(1, kind), 0, kind));
        }
        assertThat(open().take(TUMOUR, labels)).containsOnly(ACCEPTED);
        assertThat(open().take(TUMOUR, labels)).containsOnly(DUPLICATE);
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(kinds.size(), 0));
    }

    @Test
    void aRowTwiceInOneCallCountsOnce() throws Exception {
        var p = prediction(1, ONE);
        assertThat(take(label("a", p, 0, ONE), label("a", p, 0, ONE), label("a", p, 0, ZERO)))
                .containsExactly(ACCEPTED, DUPLICATE, CONFLICTING);
        assertThat(tally()).isEqualTo(units(Map.of(unit(CANDIDATE, 0, 1), 1L)));
    }

    @Test
    void aRequestCountsOnceItsLastRowIsLabelled() throws Exception {
        var p = prediction(1, ONE, ONE, ONE);
        take(label("a", p, 2, ZERO), label("a", p, 0, ONE));
        assertThat(tally()).isEqualTo(Tally.EMPTY);
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(0, 0));
        take(label("a", p, 1, ZERO));
        assertThat(tally()).isEqualTo(units(Map.of(unit(CANDIDATE, 2, 3), 1L)));
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(1, 1));
        take(label("a", p, 1, ZERO), label("a", p, 0, ONE));
        assertThat(tally()).isEqualTo(units(Map.of(unit(CANDIDATE, 2, 3), 1L)));
    }

    @Test
    void allRowsInOneCallCountOnce() throws Exception {
        var p = prediction(1, ONE, ZERO);
        take(label("a", p, 0, ONE), label("a", p, 1, ZERO));
        assertThat(tally()).isEqualTo(units(Map.of(unit(CANDIDATE, 0, 2), 1L)));
    }

    @Test
    void aShieldedAnswerIsWrongInEveryRowOfTheCandidates() throws Exception {
        var p = shielded(1, OptionalInt.empty(), ONE, ONE);
        take(label("a", p, 0, ONE), label("a", p, 1, ONE));
        assertThat(tally()).isEqualTo(units(Map.of(unit(CANDIDATE, 2, 2), 1L)));
        assertThat(open().judged(TUMOUR, 1, 1)).as("live answered").isEqualTo(new Judged(0, 0));
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(0, 0));
    }

    @Test
    void aKeyThatIsSeenOftenIsOneUnit() throws Exception {
        take(
                label("a", keyed(1, 7, ONE), 0, ONE),
                label("b", keyed(2, 7, ONE), 0, ZERO),
                label("c", keyed(3, 7, ONE), 0, ONE),
                label("d", keyed(4, 65_535, ONE), 0, ONE));
        var expected =
                Tally.EMPTY
                        .plus(CANDIDATE, 7, false)
                        .plus(CANDIDATE, 7, true)
                        .plus(CANDIDATE, 7, false)
                        .plus(CANDIDATE, 65_535, false);
        assertThat(tally()).isEqualTo(expected);
        assertThat(open().judged(TUMOUR, 1, 2))
                .as("requests, not keys")
                .isEqualTo(new Judged(4, 1));
    }

    @Test
    void aKeyIsBadWhenAnyRowIsWrong() throws Exception {
        var p = keyed(1, 3, ONE, ONE);
        take(label("a", p, 0, ONE), label("a", p, 1, ZERO));
        take(label("b", shielded(2, OptionalInt.of(4), ONE), 0, ONE));
        assertThat(tally())
                .isEqualTo(Tally.EMPTY.plus(CANDIDATE, 3, true).plus(CANDIDATE, 4, true));
    }

    @Test
    void placesRolloutsAndServicesAreKeptApart() throws Exception {
        var labels = open();
        labels.take(TUMOUR, List.of(label("a", byLive(1, ONE), 0, ZERO)));
        labels.take(TUMOUR, List.of(label("b", prediction(2, ONE), 0, ONE)));
        labels.take(TUMOUR, List.of(label("c", in(5, 3), 0, ONE)));
        labels.take(WINE, List.of(label("a", prediction(1, ONE), 0, ONE)));
        assertThat(labels.tally(TUMOUR, 1))
                .isEqualTo(units(Map.of(unit(LIVE, 1, 1), 1L, unit(CANDIDATE, 0, 1), 1L)));
        assertThat(labels.tally(TUMOUR, 5))
                .isEqualTo(units(Map.of(unit(new Place(3, Arm.CANDIDATE), 0, 1), 1L)));
        assertThat(labels.tally(WINE, 1)).isEqualTo(units(Map.of(unit(CANDIDATE, 0, 1), 1L)));
        assertThat(labels.judged(TUMOUR, 1, 1)).isEqualTo(new Judged(1, 1));
        assertThat(labels.judged(TUMOUR, 1, 2)).isEqualTo(new Judged(1, 0));
    }

    @Test
    void aLabelOutsideAnyRolloutIsKeptButNotTallied() throws Exception {
        var p = in(0, 0);
        assertThat(take(label("a", p, 0, ONE))).containsExactly(ACCEPTED);
        assertThat(take(label("a", p, 0, ZERO))).containsExactly(CONFLICTING);
        assertThat(open().tally(TUMOUR, 0)).isEqualTo(Tally.EMPTY);
        assertThat(open().judged(TUMOUR, 0, 2)).isEqualTo(new Judged(0, 0));
    }

    @Test
    void aRowThatWasNotPredictedTakesNothingOfTheCall() throws Exception {
        var good = label("a", prediction(1, ONE), 0, ONE);
        var bad = label("b", prediction(2, ONE), 1, ONE);
        assertThatThrownBy(() -> take(good, bad)).isInstanceOf(IllegalArgumentException.class);
        assertThat(take(good)).containsExactly(ACCEPTED);
    }

    @Test
    void openedAgainTheyAreThere() throws Exception {
        var p = keyed(1, 9, ONE, ONE);
        take(label("a", p, 0, ONE), label("b", prediction(2, ONE), 0, ZERO));
        var before = tally();
        assertThat(tally()).isEqualTo(before);
        assertThat(take(label("b", prediction(2, ONE), 0, ZERO))).containsExactly(DUPLICATE);
        take(label("a", p, 1, ZERO));
        var expected = Tally.EMPTY.plus(CANDIDATE, 9, true).plus(unit(CANDIDATE, 1, 1), 1);
        assertThat(tally()).isEqualTo(expected);
    }

    /// Whatever the order, the repetition and the division into calls, the tally is the same.
    @Test
    void orderAndRepetitionDoNotMatter() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var labels = new ArrayList<Label>();
        var expected = Tally.EMPTY;
        for (int i = 0; i < 60; i++) {
            int rows = 1 + random.nextInt(3);
            int bad = random.nextInt(rows + 1);
            var values = Collections.nCopies(rows, ONE).toArray(Value[]::new);
            var p = random.nextBoolean() ? prediction(i, values) : byLive(i, values);
            for (int row = 0; row < rows; row++) {
                labels.add(label("id" + i, p, row, row < bad ? ZERO : ONE));
            }
            expected = expected.plus(unit(new Place(0, p.arm()), bad, rows), 1);
        }
        labels.addAll(List.copyOf(labels).subList(0, labels.size() / 2));
        Collections.shuffle(labels, random);
        var keeper = open();
        for (int at = 0; at < labels.size(); ) {
            int next = Math.min(labels.size(), at + 1 + random.nextInt(20));
            keeper.take(TUMOUR, labels.subList(at, next));
            at = next;
        }
        assertThat(tally()).as("seed %d", seed).isEqualTo(expected);
    }

    /// A key's requests count in the order in which they were answered, whatever the order, the repetition and the division
    /// into calls of their labels.
    @Test
    void keysAreCountedInTheOrderOfTheirAnswers() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var labels = new ArrayList<Label>();
        var expected = Tally.EMPTY;
        for (int i = 0; i < 300; i++) {
            int slot = random.nextInt(20);
            boolean bad = random.nextInt(4) == 0;
            labels.add(label("id" + i, keyed(i, slot, ONE), 0, bad ? ZERO : ONE));
            expected = expected.plus(CANDIDATE, slot, bad);
        }
        labels.addAll(List.copyOf(labels).subList(0, 100));
        Collections.shuffle(labels, random);
        for (int at = 0; at < labels.size(); ) {
            int next = Math.min(labels.size(), at + 1 + random.nextInt(70));
            open().take(TUMOUR, labels.subList(at, next));
            at = next;
        }
        assertThat(tally()).as("seed %d", seed).isEqualTo(expected);
    }

    /// Two answers of one millisecond are in the order of their ids.
    @Test
    void aRequestThatIsLabelledLateTakesItsPlaceAmongTheOthers() throws Exception {
        take(label("b", keyed(5, 7, ONE), 0, ONE), label("d", keyed(9, 7, ONE), 0, ONE));
        assertThat(tally()).isEqualTo(inOrder(false, false));
        take(label("c", keyed(7, 7, ONE), 0, ZERO));
        assertThat(tally()).isEqualTo(inOrder(false, true, false));
        take(label("a", keyed(5, 7, ONE), 0, ZERO));
        assertThat(tally()).isEqualTo(inOrder(true, false, true, false));
    }

    private static Tally inOrder(boolean... bad) {
        var tally = Tally.EMPTY;
        for (boolean one : bad) {
            tally = tally.plus(CANDIDATE, 7, one);
        }
        return tally;
    }

    @Test
    void aLabelOfLivesAnswerIsOneOfTheCandidatesToo() throws Exception {
        keep(pair("a", 2, ONE), pair("b", 3, ZERO), pair("c", 4, ONE), pair("d", 5, ZERO));
        assertThat(pairs()).isEqualTo(Pairs.NONE);
        take(
                label("a", unwatched(1, ONE), 0, ONE),
                label("b", unwatched(2, ONE), 0, ONE),
                label("c", unwatched(3, ZERO), 0, ONE),
                label("e", unwatched(4, ZERO), 0, ONE));
        assertThat(pairs()).isEqualTo(kinds(kind(0, 0), kind(0, 1), kind(1, 0)));
        assertThat(tally()).as("counted nowhere else").isEqualTo(Tally.EMPTY);
        assertThat(open().judged(TUMOUR, 1, 2)).isEqualTo(new Judged(0, 0));
    }

    @Test
    void aPairMayComeAfterItsLabel() throws Exception {
        take(label("a", unwatched(1, ONE), 0, ZERO));
        keep(pair("a", 2, ZERO));
        assertThat(pairs()).isEqualTo(kinds(kind(1, 0)));
    }

    @Test
    void aPairIsCountedOnceHoweverOftenItIsToldOrLabelled() throws Exception {
        keep(pair("a", 2, ONE), pair("a", 2, ONE));
        take(label("a", unwatched(1, ZERO), 0, ZERO));
        keep(pair("a", 3, ZERO));
        take(label("a", unwatched(1, ZERO), 0, ZERO), label("a", unwatched(1, ZERO), 0, ONE));
        keep(pair("a", 2, ONE));
        assertThat(pairs()).isEqualTo(kinds(kind(0, 1)));
    }

    @Test
    void aPairCountsOnceItsLastRowIsLabelled() throws Exception {
        keep(pair("a", 2, ONE, ZERO, ONE));
        var live = unwatched(1, ZERO, ZERO, ONE);
        take(label("a", live, 0, ONE), label("a", live, 2, ONE));
        assertThat(pairs()).isEqualTo(Pairs.NONE);
        take(label("a", live, 1, ONE));
        assertThat(pairs()).isEqualTo(kinds(new Pairs.Kind(2, 1, 3)));
    }

    @Test
    void whereTheCandidateGaveNoAnswerItWasWrong() throws Exception {
        var gone = made(2, 1, 0, true, OptionalInt.empty(), 7, ONE, ONE);
        keep(new Pair("a", gone));
        var live = unwatched(1, ONE, ONE);
        take(label("a", live, 0, ONE), label("a", live, 1, ZERO));
        assertThat(pairs()).isEqualTo(kinds(new Pairs.Kind(1, 2, 2)));
    }

    @Test
    void ofAKeyThePairCountsThatWasAnsweredFirst() throws Exception {
        keep(keyedPair("a", 1, 7, ONE), keyedPair("b", 2, 7, ZERO), keyedPair("c", 3, 8, ZERO));
        take(label("b", unwatched(2, ONE), 0, ONE));
        assertThat(pairs()).isEqualTo(kinds(kind(0, 1)));
        take(label("a", unwatched(1, ONE), 0, ZERO), label("c", unwatched(3, ONE), 0, ZERO));
        assertThat(pairs()).isEqualTo(kinds(kind(1, 1), kind(1, 0)).plusAgain());
        assertThat(pairs().heard()).isEqualTo(3);
    }

    @Test
    void pairsOfRolloutsAndServicesAreKeptApart() throws Exception {
        var labels = open();
        labels.keep(TUMOUR, List.of(pair("a", 2, ONE)));
        labels.keep(TUMOUR, List.of(new Pair("b", in(5, 0))));
        labels.keep(WINE, List.of(pair("a", 2, ONE)));
        labels.take(WINE, List.of(label("a", unwatched(1, ONE), 0, ONE)));
        labels.take(TUMOUR, List.of(label("b", unwatched(1, ONE), 0, ONE)));
        assertThat(labels.pairs(TUMOUR, 1)).isEqualTo(Pairs.NONE);
        assertThat(labels.pairs(TUMOUR, 5)).isEqualTo(kinds(kind(0, 0)));
        assertThat(labels.pairs(WINE, 1)).isEqualTo(kinds(kind(0, 0)));
    }

    @Test
    void pairsOfRolloutsLongGoneMakeRoom() throws Exception {
        var labels = open();
        int last = 1 + Labels.PAIRED_ROLLOUTS;
        for (int rollout = 1; rollout <= last; rollout++) {
            labels.keep(TUMOUR, List.of(new Pair("of " + rollout, in(rollout, 0))));
        }
        for (int rollout = 1; rollout <= last; rollout++) {
            labels.take(TUMOUR, List.of(label("of " + rollout, unwatched(rollout, ONE), 0, ONE)));
        }
        assertThat(labels.pairs(TUMOUR, 1)).isEqualTo(Pairs.NONE);
        assertThat(labels.pairs(TUMOUR, 2)).isEqualTo(kinds(kind(0, 0)));
        assertThat(labels.pairs(TUMOUR, last)).isEqualTo(kinds(kind(0, 0)));
    }

    @Test
    void ofOneRolloutNoMoreThanSoManyAreKept() throws Exception {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i <= Labels.MOST_PAIRS; i++) {
            pairs.add(pair("id" + i, i, ONE));
        }
        open().keep(TUMOUR, pairs);
        take(
                label("id0", unwatched(1, ONE), 0, ONE),
                label("id" + Labels.MOST_PAIRS, unwatched(2, ONE), 0, ONE));
        assertThat(pairs().heard()).isEqualTo(1);
    }

    /// Whatever comes first, however often, and in whatever portions.
    @Test
    void orderAndRepetitionOfPairsDoNotMatter() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var steps = new ArrayList<Object>();
        var slots = new HashSet<Integer>();
        var expected = Pairs.NONE;
        for (int i = 0; i < 60; i++) {
            var live = random.nextBoolean() ? ONE : ZERO;
            var candidate = random.nextBoolean() ? ONE : ZERO;
            var is = random.nextBoolean() ? ONE : ZERO;
            boolean hasKey = random.nextBoolean();
            int slot = random.nextInt(8);
            steps.add(
                    hasKey
                            ? keyedPair("id" + i, i, slot, candidate)
                            : pair("id" + i, i, candidate));
            steps.add(label("id" + i, unwatched(i, live), 0, is));
            var kind = kind(live.sameAs(is) ? 0 : 1, candidate.sameAs(is) ? 0 : 1);
            expected = hasKey && !slots.add(slot) ? expected.plusAgain() : expected.plus(kind, 1);
        }
        steps.addAll(List.copyOf(steps).subList(0, 40));
        Collections.shuffle(steps, random);
        for (var step : steps) {
            if (step instanceof Pair pair) {
                keep(pair);
            } else {
                take((Label) step);
            }
        }
        assertThat(pairs()).as("seed %d", seed).isEqualTo(expected);
    }

    private void keep(Pair... pairs) throws Exception {
        open().keep(TUMOUR, List.of(pairs));
    }

    private Pairs pairs() throws Exception {
        return open().pairs(TUMOUR, 1);
    }

    private static Pairs kinds(Pairs.Kind... kinds) {
        var pairs = Pairs.NONE;
        for (var kind : kinds) {
            pairs = pairs.plus(kind, 1);
        }
        return pairs;
    }

    private static Pairs.Kind kind(int live, int candidate) {
        return new Pairs.Kind(live, candidate, 1);
    }

    private static Pair pair(String id, int nonce, Value... values) {
        return new Pair(id, made(2, 1, 0, false, OptionalInt.empty(), nonce, values));
    }

    private static Pair keyedPair(String id, int nonce, int slot, Value value) {
        return new Pair(id, made(2, 1, 0, false, OptionalInt.of(slot), nonce, value));
    }

    /// As live's answers are while a candidate is in shadow.
    private static Prediction unwatched(int nonce, Value... values) {
        return new Prediction(
                NOON.toEpochMilli(),
                1,
                0,
                0,
                Arm.LIVE,
                false,
                OptionalInt.empty(),
                List.of(values),
                nonce);
    }

    private List<Labels.Taken> take(Label... labels) throws Exception {
        return open().take(TUMOUR, List.of(labels));
    }

    private Tally tally() throws Exception {
        return open().tally(TUMOUR, 1);
    }

    private static Label label(String id, Prediction prediction, int row, Value value) {
        return new Label(id, prediction, row, value);
    }

    private static Tally units(Map<Tally.Unit, Long> units) {
        return new Tally(new TreeMap<>(units), new TreeMap<>());
    }

    private static Tally.Unit unit(Place place, int bad, int rows) {
        return new Tally.Unit(place, bad, rows);
    }

    private static Prediction keyed(int nonce, int slot, Value... values) {
        return made(2, 1, 0, false, OptionalInt.of(slot), nonce, values);
    }

    private static Prediction shielded(int nonce, OptionalInt slot, Value... values) {
        return made(1, 1, 0, true, slot, nonce, values);
    }

    private static Prediction in(int rollout, int step) {
        return made(2, rollout, step, false, OptionalInt.empty(), 1, ONE);
    }

    private static Prediction made(
            int release,
            int rollout,
            int step,
            boolean shielded,
            OptionalInt slot,
            int nonce,
            Value... values) {
        return new Prediction(
                NOON.toEpochMilli() + nonce,
                release,
                rollout,
                step,
                Arm.CANDIDATE,
                shielded,
                slot,
                List.of(values),
                nonce);
    }
}
