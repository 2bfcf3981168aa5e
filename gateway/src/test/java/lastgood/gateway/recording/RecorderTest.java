package lastgood.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.Datatype;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.gateway.recording.Noted.Answer;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final Duration LIMIT = Duration.ofMillis(80);
    private static final Place CANDIDATE = new Place(0, Arm.CANDIDATE);

    private final Recorder recorder = new Recorder("boot-1");

    @Test
    void nothingIsKnownOfARolloutNobodyNoted() {
        assertThat(recorder.count(WINE, 1)).isEmpty();
    }

    @Test
    void everyAnswerIsCountedAsWhatItWas() {
        note(Answer.OWN, false, false, LIMIT.toNanos(), OptionalInt.empty());
        note(Answer.OWN, false, true, LIMIT.toNanos() + 1, OptionalInt.empty());
        note(Answer.SHIELDED, true, false, 5, OptionalInt.empty());
        note(Answer.NONE, true, false, 5, OptionalInt.empty());

        var count = count(1);
        assertThat(count.gateway()).isEqualTo("boot-1");
        assertThat(count.traffic()).containsOnly(Map.entry(CANDIDATE, new Count.Traffic(4, 2, 1)));
        assertThat(bad(count, new Signal.Errors())).isEqualTo("2 of 4");
        assertThat(bad(count, new Signal.OwnErrors())).isEqualTo("2 of 4");
        assertThat(bad(count, new Signal.Slow(LIMIT)))
                .as("on the limit is in time; a failure is late")
                .isEqualTo("3 of 4");
        assertThat(bad(count, new Signal.Invalid())).isEqualTo("1 of 4");
    }

    @Test
    void whatNeitherReleaseCouldAnswerIsAnErrorButNoneOfItsOwn() {
        note(Answer.OWN, false, false, 5, OptionalInt.empty());
        note(Answer.NEITHER, true, true, 5, OptionalInt.empty());
        note(Answer.NEITHER, true, false, 5, OptionalInt.of(7));

        var count = count(1);
        assertThat(count.traffic()).containsOnly(Map.entry(CANDIDATE, new Count.Traffic(3, 1, 0)));
        assertThat(bad(count, new Signal.Errors())).isEqualTo("1 of 2");
        assertThat(bad(count, new Signal.Slow(LIMIT))).isEqualTo("1 of 2");
        assertThat(bad(count, new Signal.Invalid())).isEqualTo("1 of 2");
        assertThat(tally(count, new Signal.Errors()).keys()).isNotEmpty();
        assertThat(bad(count, new Signal.OwnErrors())).isEqualTo("0 of 1");
        assertThat(tally(count, new Signal.OwnErrors()).keys()).isEmpty();
    }

    @Test
    void pairsAreToldUntilTheyAreKeptAndNoMoreThanFitAreHeld() {
        assertThat(recorder.pairs(WINE, 1)).isEmpty();
        for (int i = 0; i < WaitingPairs.MOST + 5; i++) {
            recorder.of(WINE, 1).pair(pair(i));
        }

        var first = recorder.pairs(WINE, 1);
        assertThat(first).hasSize(WaitingPairs.MOST_AT_ONCE).startsWith(pair(0), pair(1));
        assertThat(recorder.pairs(WINE, 1)).isEqualTo(first);
        assertThat(recorder.pairs(WINE, 2)).isEmpty();
        int kept = 0;
        while (!recorder.pairs(WINE, 1).isEmpty()) {
            var some = recorder.pairs(WINE, 1);
            recorder.kept(WINE, 1, some);
            recorder.kept(WINE, 1, some);
            kept += some.size();
        }
        assertThat(kept).isEqualTo(WaitingPairs.MOST);
    }

    private static Pair pair(int number) {
        return new Pair(
                "id" + number,
                new Prediction(
                        1,
                        2,
                        1,
                        0,
                        Arm.CANDIDATE,
                        false,
                        OptionalInt.empty(),
                        List.of(new Value.Whole(number)),
                        0));
    }

    @Test
    void aKeyIsOneUnitHoweverOftenItComes() {
        for (int i = 0; i < 50; i++) {
            note(Answer.NONE, true, false, 5, OptionalInt.of(65_535));
            note(Answer.OWN, false, false, 5, OptionalInt.of(0));
        }

        var errors = tally(count(1), new Signal.Errors());
        assertThat(errors.units()).isEmpty();
        var keys = errors.keys().getOrDefault(CANDIDATE, Tally.KeyMap.EMPTY);
        assertThat(keys.seen().stream()).containsExactly(0, 65_535);
        assertThat(keys.bad().stream()).containsExactly(65_535);
        assertThat(keys.first().stream()).containsExactly(65_535);
    }

    @Test
    void aKeysFirstRequestIsToldFromItsLaterOnes() {
        note(Answer.OWN, false, false, 5, OptionalInt.of(7));
        note(Answer.NONE, true, false, 5, OptionalInt.of(7));
        note(Answer.NONE, true, false, 5, OptionalInt.of(8));
        note(Answer.OWN, false, false, 5, OptionalInt.of(8));

        var keys =
                tally(count(1), new Signal.Errors())
                        .keys()
                        .getOrDefault(CANDIDATE, Tally.KeyMap.EMPTY);
        assertThat(keys.bad().stream()).containsExactly(7, 8);
        assertThat(keys.first().stream()).containsExactly(8);
        assertThat(keys.good()).as("of those that had no bad one yet").isEqualTo(1);
    }

    @Test
    void nothingIsLostAndNoSumShrinksWhileManyNoteAtOnce() {
        int threads = 8;
        int each = 20_000;
        var writers =
                IntStream.range(0, threads)
                        .mapToObj(t ->
                                CompletableFuture.runAsync(
                                        () -> {
                                            for (int i = 0; i < each; i++) {
                                                note(
                                                        Answer.OWN,
                                                        i % 10 == 0,
                                                        false,
                                                        i,
                                                        i % 2 == 0
                                                                ? OptionalInt.empty()
                                                                : OptionalInt.of(i));
                                            }
                                        },
                                        r -> Thread.ofPlatform().start(r)))
                        .toList();
        var counts = new ArrayList<Count>();
        while (!writers.stream().allMatch(CompletableFuture::isDone)) {
            recorder.count(WINE, 1).ifPresent(counts::add);
        }
        counts.add(count(1));

        for (int i = 1; i < counts.size(); i++) {
            assertThat(counts.get(i).sequence()).isEqualTo(counts.get(i - 1).sequence() + 1);
            assertThat(requests(counts.get(i))).isGreaterThanOrEqualTo(requests(counts.get(i - 1)));
            assertThat(units(counts.get(i))).isGreaterThanOrEqualTo(units(counts.get(i - 1)));
        }
        assertThat(requests(counts.getLast())).isEqualTo((long) threads * each);
        assertThat(units(counts.getLast())).isEqualTo((long) threads * each / 2);
        assertThat(bad(counts.getLast(), new Signal.Errors()))
                .isEqualTo(threads * each / 10 + " of " + threads * each / 2);
    }

    @Test
    void onlyTheLatestRolloutsAreKept() {
        for (int rollout = 1; rollout <= 6; rollout++) {
            recorder.of(WINE, rollout)
                    .seat(watch(rollout), Arm.LIVE)
                    .note(new Noted(Answer.OWN, false, false, 1, OptionalInt.empty()));
        }

        assertThat(recorder.count(WINE, 2)).isEmpty();
        assertThat(recorder.count(WINE, 3)).isPresent();
        assertThat(recorder.count(WINE, 6)).isPresent();
    }

    @Test
    void inputsAreHeldAgainstTheirRanges() {
        var ranges =
                List.of(
                        new OfflineEvidence.Range("X", 1, "b", 0, .1),
                        new OfflineEvidence.Range("Z", 0, "z", 0, 1));
        var columns = recorder.of(WINE, 1).inputs(2, ranges);
        float[] values = {9, .1f, 9, .2f, 9, Float.NaN, 9, Float.POSITIVE_INFINITY};

        columns.see("X", 2, values.length, Datatype.FP32, i -> values[i]);

        assertThat(count(1).inputs())
                .containsOnly(
                        Map.entry(2, List.of(new Count.ColumnSeen("X", 1, "b", 4, 3, .1f, .2f))));
    }

    @Test
    void aColumnWithoutAnyFiniteValueIsSeenAllTheSame() {
        var columns =
                recorder.of(WINE, 1)
                        .inputs(2, List.of(new OfflineEvidence.Range("X", 0, "a", 0, 1)));

        columns.see("X", 1, 3, Datatype.FP64, _ -> Double.NaN);

        assertThat(count(1).inputs())
                .containsOnly(Map.entry(2, List.of(new Count.ColumnSeen("X", 0, "a", 3, 3, 0, 0))));
    }

    private void note(
            Answer answer, boolean failed, boolean invalid, long nanos, OptionalInt slot) {
        recorder.of(WINE, 1)
                .seat(watch(1), Arm.CANDIDATE)
                .note(new Noted(answer, failed, invalid, nanos, slot));
    }

    private Count count(int rollout) {
        return recorder.count(WINE, rollout).orElseThrow();
    }

    private static long requests(Count count) {
        return count.traffic().values().stream().mapToLong(Count.Traffic::requests).sum();
    }

    private static long units(Count count) {
        return tally(count, new Signal.Errors()).units().values().stream().mapToLong(n -> n).sum();
    }

    private static Tally tally(Count count, Signal signal) {
        return count.tallies().getOrDefault(signal, Tally.EMPTY);
    }

    private static String bad(Count count, Signal signal) {
        var units = tally(count, signal).units();
        long bad = units.getOrDefault(new Tally.Unit(CANDIDATE, 1, 1), 0L);
        return bad + " of " + (bad + units.getOrDefault(new Tally.Unit(CANDIDATE, 0, 1), 0L));
    }

    private static Route.Watch watch(int rollout) {
        return new Route.Watch(rollout, 0, Set.of(LIMIT), true);
    }
}
