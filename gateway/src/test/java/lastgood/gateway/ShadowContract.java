package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Isolation;
import lastgood.core.rollout.Route;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A candidate in shadow: what it says is compared, what it does counts against it, and no caller notices any of it.
abstract class ShadowContract {
    static final ServiceName TWO = new ServiceName("two");
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Route.Watch WATCH = House.watch(1, 0, SLOW);

    final House house = new House();
    final Release live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));

    abstract Isolation isolation();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void liveAnswersAndTheCandidateIsComparedWithIt() {
        inShadow(ready(house.drafts.of("two", 2, "models/times3.onnx")));

        var response = house.infer("two", House.x(1, 2));

        assertThat(release(response)).isEqualTo("r1");
        assertThat(response.body()).contains("\"data\":[2.0,4.0]");
        assertThat(prediction(response).arm()).isEqualTo(Arm.LIVE);
        assertThat(prediction(response).rollout())
                .as("its label is evidence about nobody")
                .isZero();
        var seen = eventually(c -> c.answers() == 1);
        assertThat(seen.rows()).isEqualTo(1);
        assertThat(seen.sameRows()).as("both say the second column").isEqualTo(1);
        assertThat(seen.scored()).isEqualTo(1);
        assertThat(seen.shift()).as("4 and 6").isEqualTo(2);
        assertThat(seen.mostShift()).isEqualTo(2);
        assertThat(seen.failed() + seen.liveFailed() + seen.neither()).isZero();
        assertThat(seen.nanos()).isPositive();
        assertThat(seen.liveNanos()).isPositive();
        assertThat(count().traffic())
                .as("nobody was answered by it")
                .allSatisfy((_, t) -> assertThat(t).isEqualTo(Count.Traffic.NONE));
    }

    @Test
    void whatBothSaidIsKeptForALabelOfLivesAnswer() {
        inShadow(ready(house.drafts.of("two", 2, "models/times3.onnx")));

        var response = house.infer("two", House.x(1, 2), "Lastgood-Key", "alice");

        eventually(c -> c.answers() == 1);
        var pair = firstWaiting();
        assertThat(pair.id()).isEqualTo(id(response));
        assertThat(pair.candidate().values()).isEqualTo(prediction(response).values());
        assertThat(pair.candidate())
                .extracting(
                        Prediction::release,
                        Prediction::rollout,
                        Prediction::step,
                        Prediction::arm,
                        Prediction::shielded)
                .containsExactly(2, 1, 0, Arm.CANDIDATE, false);
        assertThat(pair.candidate().keySlot()).as("alice's").isPresent();
        assertThat(waiting()).as("told again until they are kept").containsExactly(pair);
        house.gateway.counts().kept(TWO, 1, List.of(pair));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whatTheCandidateCouldNotAnswerIsWrongWhateverTheLabelSays() {
        inShadow(ready(house.drafts.of("two", 2, "models/gather.onnx")));

        var response = house.infer("two", House.x(1, 99));

        eventually(c -> c.failed() == 1);
        var pair = firstWaiting();
        assertThat(pair.id()).isEqualTo(id(response));
        assertThat(pair.candidate().shielded()).isTrue();
        assertThat(pair.isWrong(0, prediction(response).values().getFirst())).isTrue();
    }

    @Test
    void theLogTellsACopyFromWhatWasAnswered() {
        var r2 = ready(house.drafts.of("two", 2, "models/times3.onnx"));
        inShadow(r2);

        var response = house.infer("two", House.x(1, 2));

        eventually(c -> c.answers() == 1);
        Patience.until("both are logged", () -> house.log.kept().size() == 2);
        var served = house.log.kept().getFirst();
        var copy = house.log.kept().getLast();
        assertThat(served.shadow()).isFalse();
        assertThat(served.release().id()).isEqualTo(live.id());
        assertThat(copy.shadow()).isTrue();
        assertThat(copy.release().id()).isEqualTo(r2.id());
        assertThat(copy.id()).isEqualTo(served.id()).contains(id(response));
        assertThat(copy.arm()).isEqualTo(Arm.CANDIDATE);
        assertThat(copy.rollout()).isEqualTo(1);
        assertThat(copy.inputs()).isEqualTo(served.inputs());
        assertThat(copy.outputs()).isNotEqualTo(served.outputs()).isNotEmpty();
    }

    @Test
    void aCopyThatWasNotAnsweredIsLoggedAsFailed() {
        inShadow(ready(house.drafts.of("two", 2, "models/gather.onnx")));

        house.infer("two", House.x(1, 99));

        eventually(c -> c.failed() == 1);
        Patience.until("both are logged", () -> house.log.kept().size() == 2);
        var copy = house.log.kept().getLast();
        assertThat(copy.shadow()).isTrue();
        assertThat(copy.status()).isEqualTo(LoggedPrediction.Status.FAILED);
        assertThat(copy.code()).isPresent();
        assertThat(copy.outputs()).isEmpty();
    }

    private List<Pair> waiting() {
        return house.gateway.counts().pairs(TWO, 1);
    }

    /// A pair is kept just after it was compared.
    private Pair firstWaiting() {
        return Patience.until(
                        "a pair is kept",
                        Duration.ofSeconds(30),
                        this::waiting,
                        waiting -> !waiting.isEmpty())
                .getFirst();
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("Lastgood-Prediction-Id").orElseThrow();
    }

    @Test
    void ofEachRequestOneOutcomeIsEvidence() {
        inShadow(ready(house.drafts.of("two", 2, "models/times3.onnx")));

        askUntil(House.x(1, 2), c -> c.answers() >= 30);

        // A copy may still be under way, and be compared before it is counted.
        Patience.until(
                "each that is compared is a unit",
                () ->
                        units(new Signal.Errors(), Arm.LIVE)
                                        + units(new Signal.Errors(), Arm.CANDIDATE)
                                == compared().answers());
        assertThat(units(new Signal.Errors(), Arm.LIVE)).isPositive();
        assertThat(units(new Signal.Errors(), Arm.CANDIDATE)).isPositive();
        assertThat(units(new Signal.Slow(SLOW), Arm.CANDIDATE))
                .isEqualTo(units(new Signal.Errors(), Arm.CANDIDATE));
    }

    @Test
    void aCandidateThatFailsTripsBeforeItHasAnsweredAnybody() throws InterruptedException {
        var vetoes = new LinkedBlockingQueue<Route.Veto>();
        house.gateway.routes().onVeto((_, veto, _) -> vetoes.add(veto));
        var r2 = ready(house.drafts.of("two", 2, "models/gather.onnx"));
        inShadow(r2);

        askUntil(House.x(1, 99), _ -> !vetoes.isEmpty());

        assertThat(vetoes.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new Route.Veto(1, r2.id().digest()));
        assertThat(compared().failed()).isGreaterThanOrEqualTo(5);
        assertThat(compared().answers()).isZero();
        var lanes = house.gateway.routes().vetoes(TWO);
        assertThat(lanes).contains(new Route.Veto(1, r2.id().digest()));
        long failed = compared().failed();
        for (int i = 0; i < 5; i++) {
            assertThat(release(house.infer("two", House.x(1, 99)))).isEqualTo("r1");
        }
        assertThat(compared().failed()).as("it is asked no more").isLessThanOrEqualTo(failed + 8);
    }

    @Test
    void aCandidateThatHangsKeepsNobodyWaiting() {
        inShadow(
                ready(
                        house.drafts
                                .of("two", 2, "models/hang.onnx")
                                .timeout(Duration.ofSeconds(2))));
        house.infer("two", House.x(0, 0)); // everything is warm
        eventually(c -> c.answers() >= 1);

        for (int i = 0; compared().failed() < 1 && i < 20_000; i++) {
            long began = System.nanoTime();
            var response = house.infer("two", House.x(1e9, 1));
            assertThat(release(response)).isEqualTo("r1");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("less than the candidate is given")
                    .isLessThan(Duration.ofSeconds(2));
        }

        assertThat(compared().failed()).isPositive();
        assertThat(compared().left()).as("those that hang leave no room").isPositive();
    }

    @Test
    void whatLiveCannotAnswerEitherIsNoErrorOfTheCandidatesOwn() {
        var failing = ready(house.drafts.of("two", 3, "models/gather.onnx"));
        house.tryOut(failing, ready(house.drafts.of("two", 2, "models/gather.onnx")), 0, WATCH);

        for (int i = 0; compared().neither() < 8 && i < 2_000; i++) {
            assertThat(house.infer("two", House.x(1, 99)).statusCode()).isEqualTo(500);
        }

        assertThat(compared().neither()).isGreaterThanOrEqualTo(8);
        assertThat(house.gateway.routes().vetoes(TWO)).isEmpty();
        assertThat(units(new Signal.OwnErrors(), Arm.CANDIDATE)).isZero();
    }

    /// It is evidence for the candidate: only live fails.
    @Test
    void aLiveReleaseThatFailsIsNotAnsweredForByItsShadow() {
        var failing = ready(house.drafts.of("two", 3, "models/gather.onnx"));
        house.tryOut(failing, ready(house.drafts.of("two", 2, "models/times2.onnx")), 0, WATCH);

        var response = house.infer("two", House.x(1, 99));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(eventually(c -> c.liveFailed() == 1).answers()).isZero();
        assertThat(waiting()).as("there is nothing that a label could be of").isEmpty();
    }

    @Test
    void aRequestThatIsTheCallersFaultIsNotCopied() {
        inShadow(ready(house.drafts.of("two", 2, "models/times3.onnx")));

        assertThat(house.infer("two", House.x(1)).statusCode()).isEqualTo(400);
        house.infer("two", House.x(1, 2), "Lastgood-Probe", House.SECRET);
        house.post("/v2/models/two/versions/r1/infer", House.x(1, 2));
        assertThat(house.gateway.counts().count(TWO, 1)).isEmpty();

        house.infer("two", House.x(1, 2));
        assertThat(eventually(c -> c.answers() > 0).answers()).isEqualTo(1);
    }

    @Test
    void aStickyKeyIsCountedOnOneSideByItsSlot() {
        inShadow(ready(house.drafts.of("two", 2, "models/times3.onnx")));

        for (int i = 0; compared().answers() < 5 && i < 2_000; i++) {
            house.infer("two", House.x(1, 2), "Lastgood-Key", "alice");
        }

        var keys = tally(new Signal.Errors()).keys();
        assertThat(keys)
                .as("her key falls below a half")
                .containsOnlyKeys(new Place(0, Arm.CANDIDATE));
        assertThat(keys.values()).allMatch(map -> map.seen().cardinality() == 1);
        assertThat(tally(new Signal.Errors()).units()).isEmpty();
    }

    @Test
    void whatTheCandidatesModelIsGivenIsHeldAgainstItsTrainingRanges() {
        inShadow(
                ready(
                        house.drafts
                                .of("two", 2, "models/times3.onnx")
                                .ranges(new OfflineEvidence.Range("X", 0, "a", 0, 10))));

        house.infer("two", House.x(50, 1));
        eventually(c -> c.answers() == 1);

        assertThat(count().inputs().get(2))
                .isEqualTo(List.of(new Count.ColumnSeen("X", 0, "a", 1, 1, 50, 50)));
    }

    @Test
    void nothingIsHeldOnceAllAreCompared() {
        inShadow(ready(house.drafts.of("two", 2, "models/times3.onnx")));
        askUntil(House.x(1, 2), c -> c.answers() >= 10);

        Patience.until("nothing is held", () -> house.gateway.stats().held() == 0);
        house.settle(live);
        long compared = compared().answers();
        house.infer("two", House.x(1, 2));
        assertThat(compared().answers()).as("it is out of the shadow").isEqualTo(compared);
    }

    Release ready(Drafts.Draft draft) {
        return house.ready(draft, Drafts.isolated(isolation()));
    }

    void inShadow(Release candidate) {
        house.tryOut(live, candidate, 0, WATCH);
    }

    /// Copies are a sample, so it may take some requests. All are answered by live.
    void askUntil(String body, Predicate<Comparison> seen) {
        for (int i = 0; !seen.test(compared()) && i < 20_000; i++) {
            assertThat(release(house.infer("two", body))).isEqualTo("r1");
        }
        assertThat(seen.test(compared())).isTrue();
    }

    Comparison eventually(Predicate<Comparison> condition) {
        return Patience.until("it is compared", Duration.ofSeconds(30), this::compared, condition);
    }

    Comparison compared() {
        return house.gateway
                .counts()
                .count(TWO, 1)
                .flatMap(Count::compared)
                .orElse(Comparison.NONE);
    }

    private Count count() {
        return house.gateway.counts().count(TWO, 1).orElseThrow();
    }

    private Tally tally(Signal signal) {
        return Optional.ofNullable(count().tallies().get(signal)).orElse(Tally.EMPTY);
    }

    private long units(Signal signal, Arm arm) {
        return tally(signal).units().entrySet().stream()
                .filter(e -> e.getKey().place().equals(new Place(0, arm)))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    static String release(HttpResponse<String> response) {
        return CandidateContract.release(response);
    }

    static Prediction prediction(HttpResponse<String> response) {
        return CandidateContract.prediction(response);
    }
}
