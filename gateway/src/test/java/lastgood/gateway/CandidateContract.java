package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Release;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.Isolation;
import lastgood.core.rollout.Route;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a candidate can do to callers and to live: nothing. And what is counted of it: everything.
abstract class CandidateContract {
    static final ServiceName TWO = new ServiceName("two");
    static final Place CANDIDATE = new Place(0, Arm.CANDIDATE);
    static final Place LIVE = new Place(0, Arm.LIVE);
    static final Duration SLOW = Duration.ofSeconds(1);
    static final Signal ERRORS = new Signal.Errors();
    static final Signal OWN_ERRORS = new Signal.OwnErrors();

    final House house = new House();
    final Release live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aCandidateThatAnswersIsCountedAndNamed() {
        tryAll(ready(house.drafts.of("two", 2, "models/times3.onnx")));

        var response = house.infer("two", House.x(1, 2));

        assertThat(response.headers().firstValue("Lastgood-Release")).contains("r2");
        assertThat(response.body()).contains("\"model_version\":\"r2\"", "\"data\":[3.0,6.0]");
        var prediction = prediction(response);
        assertThat(prediction.arm()).isEqualTo(Arm.CANDIDATE);
        assertThat(prediction.rollout()).isEqualTo(1);
        assertThat(prediction.shielded()).isFalse();
        assertThat(count().traffic()).containsOnly(entry(CANDIDATE, new Count.Traffic(1, 1, 0)));
        assertThat(errors(CANDIDATE)).isEqualTo("0 of 1");
        assertThat(slow(CANDIDATE)).isEqualTo("0 of 1");
    }

    @Test
    void aCandidateThatFailsIsAnsweredForByLiveAndCountedAsItsOwnError() {
        tryAll(ready(house.drafts.of("two", 2, "models/gather.onnx")));

        var response = house.infer("two", House.x(1, 99));

        assertShielded(response, "\"data\":[2.0,198.0]");
    }

    /// A failing live release is no reason to expose anybody to a candidate.
    @Test
    void aLiveReleaseThatFailsIsNotAnsweredForByTheCandidate() {
        var failing = ready(house.drafts.of("two", 3, "models/gather.onnx"));
        var candidate = ready(house.drafts.of("two", 2, "models/times2.onnx"));
        house.tryOut(failing, candidate, 1e-9, House.watch(1, 0, SLOW));

        var response = house.infer("two", House.x(1, 99));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(count().traffic().keySet()).containsOnly(LIVE);
    }

    @Test
    void aCandidateThatSaysNaNIsAnsweredForByLive() {
        tryAll(ready(house.drafts.of("two", 2, "models/log.onnx")));

        assertShielded(house.infer("two", House.x(-1, 1)), "\"data\":[-2.0,2.0]");
    }

    @Test
    void aCandidateThatGivesOtherRowsIsAnsweredForByLive() {
        tryAll(ready(house.drafts.of("two", 2, "models/doubled-rows.onnx")));

        assertShielded(house.infer("two", House.x(1, 2)), "\"data\":[2.0,4.0]");
    }

    @Test
    void aCandidateThatGivesOtherRowsWhereItsSchemaSaysNothingIsAnsweredForByLive() {
        tryAll(
                ready(
                        house.drafts
                                .of("two", 2, "models/open-rank-doubled.onnx")
                                .schema(openRank())));

        assertShielded(house.infer("two", House.x(1, 2)), "\"data\":[2.0,4.0]");
    }

    @Test
    void aCandidateThatAnswersWithNothingIsAnsweredForByLive() {
        tryAll(
                ready(
                        house.drafts
                                .of("two", 2, "models/open-rank-no-columns.onnx")
                                .schema(openRank())));

        assertShielded(house.infer("two", House.x(1, 2)), "\"data\":[2.0,4.0]");
    }

    @Test
    void anAnswerOfTheRightRowsWhereTheSchemaSaysNothingIsTheCandidates() {
        tryAll(ready(house.drafts.of("two", 2, "models/open-rank.onnx").schema(openRank())));

        assertThat(release(house.infer("two", House.x(1, 2, 3, 4)))).isEqualTo("r2");
        assertThat(errors(CANDIDATE)).isEqualTo("0 of 1");
    }

    /// What neither release can answer says little about the candidate: five such requests of one caller must not end
    /// a rollout.
    @Test
    void requestsOnWhichLiveFailsTooAreEvidenceButDoNotBreakTheHardLimit() {
        var failing = ready(house.drafts.of("two", 3, "models/gather.onnx"));
        house.tryOut(
                failing,
                ready(house.drafts.of("two", 2, "models/gather.onnx")),
                1,
                House.watch(1, 0, SLOW));

        for (int i = 0; i < 20; i++) {
            assertThat(house.infer("two", House.x(1, 99)).statusCode()).isEqualTo(500);
        }

        assertThat(errors(CANDIDATE)).isEqualTo("20 of 20");
        assertThat(badOf(OWN_ERRORS, CANDIDATE)).as("what control's is told").isEqualTo("0 of 0");
        assertThat(release(house.infer("two", House.x(0, 1)))).as("still tried").isEqualTo("r2");
    }

    @Test
    void aRequestOnlyTheCandidateRefusesIsTheCandidatesError() {
        tryAll(
                ready(
                        house.drafts
                                .of("two", 2, "models/times3.onnx")
                                .schema(columns(false, 0, 10))));

        var response =
                house.infer(
                        "two",
                        """
                        {"inputs":[{"name":"X","shape":[1,2],"datatype":"FP32","data":[1,null]}]}\
                        """);

        // Live takes the null, but what it makes of it is not finite: the caller gets the
        // candidate's complaint.
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(count().traffic()).containsOnly(entry(CANDIDATE, new Count.Traffic(1, 0, 0)));
        assertThat(errors(CANDIDATE)).isEqualTo("1 of 1");
    }

    @Test
    void aRequestOfRowsOnlyTheCandidateRefusesIsAnsweredByLive() {
        tryAll(ready(house.drafts.of("two", 2, "models/times3.onnx").batchMax(1)));

        assertShielded(house.infer("two", House.x(1, 2, 3, 4)), "\"data\":[2.0,4.0,6.0,8.0]");
    }

    @Test
    void aRequestBothRefuseIsTheCallersAndCountsNowhere() {
        tryAll(ready(house.drafts.of("two", 2, "models/times3.onnx")));

        assertThat(house.infer("two", "{\"inputs\":[]}").statusCode()).isEqualTo(400);
        assertThat(house.infer("two", House.x(1)).statusCode()).isEqualTo(400);
        assertThat(house.gateway.counts().count(TWO, 1)).isEmpty();
    }

    @Test
    void aCandidateThatHangsIsGivenUpInTimeForLiveToAnswer() {
        // Long enough for a busy machine, and given up long before it is slow by the limit.
        var timeout = Duration.ofSeconds(2);
        var limit = Duration.ofSeconds(30);
        var r2 = hanging(timeout);
        house.settle(r2); // nothing is counted, and nobody answers for it
        Patience.until(
                "everything is warm",
                () -> release(house.infer("two", House.x(0, 0))).equals("r2"));
        house.tryOut(live, r2, 1, House.watch(1, 0, limit));

        long began = System.nanoTime();
        var response = house.infer("two", House.x(1e9, 1));
        var took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(took).isBetween(timeout.dividedBy(2), timeout.plusMillis(200));
        assertThat(prediction(response).shielded()).isTrue();
        assertThat(errors(CANDIDATE)).isEqualTo("1 of 1");
        assertThat(badOf(new Signal.Slow(limit), CANDIDATE))
                .as("a time-out is slow, whatever the limit")
                .isEqualTo("1 of 1");
    }

    @Test
    void aHangingCallIsStoppedSoThatItsThreadIsFreeAgain() {
        tryAll(hanging(Duration.ofMillis(800)));
        // As many hanging calls as the release has threads.
        for (int i = 0; i < 4; i++) {
            house.infer("two", House.x(1e9, 1));
        }

        awaitFree();
        assertThat(release(house.infer("two", House.x(0, 0)))).isEqualTo("r2");
    }

    @Test
    void aProvenReleaseThatFailsIsAnsweredForByItsOrigin() {
        var r2 = ready(house.drafts.of("two", 2, "models/gather.onnx"));
        house.prove(r2, Optional.of(live), House.watch(1, 0, SLOW));

        assertShielded(house.infer("two", House.x(1, 99)), "\"data\":[2.0,198.0]");
    }

    @Test
    void aFirstReleaseThatFailsHasNobodyToAnswerForIt() {
        var first = ready(house.drafts.of("new", 1, "models/gather.onnx"));
        house.prove(first, Optional.empty(), House.watch(1, 0, SLOW));

        var response = house.infer("new", House.x(1, 99));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("LG-1604");
        var count = house.gateway.counts().count(new ServiceName("new"), 1).orElseThrow();
        assertThat(count.traffic()).containsOnly(entry(CANDIDATE, new Count.Traffic(1, 0, 0)));
    }

    @Test
    void aFirstReleaseThatHangsIsTooLate() {
        var first =
                ready(
                        house.drafts
                                .of("new", 1, "models/hang.onnx")
                                .timeout(Duration.ofMillis(200)));
        house.prove(first, Optional.empty(), House.watch(1, 0, SLOW));

        var response = house.infer("new", House.x(1e9, 1));

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).contains("LG-1603", "r1 did not answer within 200 ms");
        assertThat(response.headers().firstValue("Lastgood-Release")).contains("r1");
    }

    @Test
    void errorsTripTheHardLimitInsideTheGateway() throws InterruptedException {
        var vetoes = new LinkedBlockingQueue<Route.Veto>();
        house.gateway.routes().onVeto((_, veto, _) -> vetoes.add(veto));
        var r2 = ready(house.drafts.of("two", 2, "models/gather.onnx"));
        tryAll(r2);

        var responses = new ArrayList<HttpResponse<String>>();
        for (int i = 0; i < 20; i++) {
            responses.add(house.infer("two", House.x(1, 99)));
        }

        assertThat(vetoes.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new Route.Veto(1, r2.id().digest()));
        assertThat(responses).allMatch(r -> r.statusCode() == 200 && release(r).equals("r1"));
        assertThat(responses.stream().filter(r -> prediction(r).shielded())).hasSize(5);
        assertThat(count().traffic()).containsOnly(entry(CANDIDATE, new Count.Traffic(5, 0, 5)));
        Patience.until("the veto is kept", () -> house.vetoes.of(TWO).size() == 1);
    }

    @Test
    void aVetoHoldsInTheNextProcess() throws InterruptedException {
        var r2 = ready(house.drafts.of("two", 2, "models/gather.onnx"));
        tryAll(r2);
        for (int i = 0; i < 6; i++) {
            house.infer("two", House.x(1, 99));
        }
        Patience.until("the veto is kept", () -> !house.vetoes.of(TWO).isEmpty());

        try (var next = new House(_ -> {}, house.blobs, house.vetoes)) {
            var heard = new LinkedBlockingQueue<Route.Veto>();
            next.gateway.routes().onVeto((_, veto, _) -> heard.add(veto));
            ready(next, next.drafts.of("two", 1, "models/times2.onnx"));
            ready(next, next.drafts.of("two", 2, "models/gather.onnx"));
            next.tryOut(live, r2, 1, House.watch(1, 0, SLOW));

            assertThat(heard.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new Route.Veto(1, r2.id().digest()));
            assertThat(release(next.infer("two", House.x(1, 1)))).isEqualTo("r1");
        }
    }

    @Test
    void bothArmsAreCountedAndASettledServiceIsNot() {
        var r2 = ready(house.drafts.of("two", 2, "models/times3.onnx"));
        house.settle(live);
        house.infer("two", House.x(1, 2));
        assertThat(house.gateway.counts().count(TWO, 1)).isEmpty();

        house.tryOut(live, r2, .5, House.watch(1, 0, SLOW));
        var releases = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            releases.add(release(house.infer("two", House.x(1, 2))));
        }
        house.settle(r2);
        house.infer("two", House.x(1, 2));

        long toR2 = releases.stream().filter("r2"::equals).count();
        assertThat(toR2).isBetween(25L, 75L);
        assertThat(count().traffic())
                .containsOnly(
                        entry(CANDIDATE, new Count.Traffic(toR2, toR2, 0)),
                        entry(LIVE, new Count.Traffic(100 - toR2, 100 - toR2, 0)));
        assertThat(errors(LIVE)).isEqualTo("0 of " + (100 - toR2));
    }

    @Test
    void stepsAreCountedApartAndTheSumsOnlyGrow() {
        var r2 = ready(house.drafts.of("two", 2, "models/times3.onnx"));
        house.tryOut(live, r2, 1, House.watch(1, 0, SLOW));
        house.infer("two", House.x(1, 2));
        var before = count();
        house.prove(r2, Optional.of(live), House.watch(1, 1, SLOW));
        house.infer("two", House.x(1, 2));
        var after = count();

        assertThat(after.sequence()).isGreaterThan(before.sequence());
        assertThat(after.gateway()).isEqualTo(before.gateway());
        assertThat(after.traffic())
                .containsOnly(
                        entry(CANDIDATE, new Count.Traffic(1, 1, 0)),
                        entry(new Place(1, Arm.CANDIDATE), new Count.Traffic(1, 1, 0)));
    }

    @Test
    void aStickyKeyIsCountedByItsSlot() {
        tryAll(ready(house.drafts.of("two", 2, "models/gather.onnx")));

        var first = house.infer("two", House.x(1, 1), "Lastgood-Key", "alice");
        house.infer("two", House.x(1, 99), "Lastgood-Key", "alice");
        house.infer("two", House.x(1, 1), "Lastgood-Key", "bob");

        var keys = Objects.requireNonNull(tally(ERRORS).keys().get(CANDIDATE));
        assertThat(keys.seen().cardinality()).isEqualTo(2);
        assertThat(keys.bad().cardinality()).isEqualTo(1);
        int alice = prediction(first).keySlot().orElseThrow();
        assertThat(keys.bad().get(alice)).isTrue();
        assertThat(tally(ERRORS).units()).isEmpty();
    }

    @Test
    void valuesOutsideTheirColumnsAreCountedAsInvalidAndAnsweredAllTheSame() {
        var r2 =
                ready(house.drafts.of("two", 2, "models/times3.onnx").schema(columns(true, 0, .1)));
        tryAll(r2);

        assertThat(release(house.infer("two", House.x(0, .1)))).isEqualTo("r2");
        assertThat(release(house.infer("two", House.x(0, .2)))).isEqualTo("r2");

        var invalid = tally(new Signal.Invalid());
        assertThat(invalid.units())
                .containsOnly(
                        entry(new Tally.Unit(CANDIDATE, 0, 1), 1L),
                        entry(new Tally.Unit(CANDIDATE, 1, 1), 1L));
    }

    @Test
    void probesAreAnsweredAndCountedNowhere() {
        var r2 = ready(house.drafts.of("two", 2, "models/times3.onnx"));
        house.tryOut(live, r2, 1, House.watch(1, 0, SLOW));

        var probe = house.infer("two", House.x(1, 2), "Lastgood-Probe", House.SECRET);
        var pretender = house.infer("two", House.x(1, 2), "Lastgood-Probe", House.SECRET + "?");

        assertThat(release(probe)).as("never dealt to a candidate").isEqualTo("r1");
        assertThat(prediction(probe).rollout()).isZero();
        assertThat(release(pretender)).isEqualTo("r2");
        assertThat(count().traffic()).containsOnly(entry(CANDIDATE, new Count.Traffic(1, 1, 0)));
    }

    @Test
    void whatTheModelIsGivenIsHeldAgainstItsTrainingRanges() {
        var r2 =
                ready(
                        house.drafts
                                .of("two", 2, "models/times3.onnx")
                                .ranges(
                                        new OfflineEvidence.Range("X", 0, "a", 0, 10),
                                        new OfflineEvidence.Range("X", 1, "b", 0, .1)));
        tryAll(r2);

        house.infer("two", House.x(1, .1, 50, .05));
        house.infer("two", House.x(-3, .1));

        assertThat(count().inputs())
                .containsOnly(
                        entry(
                                2,
                                List.of(
                                        new Count.ColumnSeen("X", 0, "a", 3, 2, -3, 50),
                                        new Count.ColumnSeen(
                                                "X", 1, "b", 3, 0, (double) .05f, (double) .1f))));
    }

    @Test
    void aReleaseAskedForByNameIsNotReplacedByAnother() {
        var r2 = ready(house.drafts.of("two", 2, "models/gather.onnx"));
        house.prove(r2, Optional.of(live), House.watch(1, 0, SLOW));

        var response = house.post("/v2/models/two/versions/r2/infer", House.x(1, 99));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(release(response)).isEqualTo("r2");
        assertThat(errors(CANDIDATE)).isEqualTo("1 of 1");
    }

    /// Where everything of this test runs.
    abstract Isolation isolation();

    /// Comes back once the candidate works on nothing that was given up.
    abstract void awaitFree();

    final Release ready(Drafts.Draft draft) {
        return ready(house, draft);
    }

    final Release ready(House where, Drafts.Draft draft) {
        return where.ready(draft, Drafts.isolated(isolation()));
    }

    final void tryAll(Release candidate) {
        house.tryOut(live, candidate, 1, House.watch(1, 0, SLOW));
    }

    Release hanging(Duration timeout) {
        return ready(house.drafts.of("two", 2, "models/hang.onnx").timeout(timeout));
    }

    void assertShielded(HttpResponse<String> response, String data) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(release(response)).isEqualTo("r1");
        assertThat(response.body()).contains("\"model_version\":\"r1\"", data);
        var prediction = prediction(response);
        assertThat(prediction.release()).isEqualTo(1);
        assertThat(prediction.arm()).isEqualTo(Arm.CANDIDATE);
        assertThat(prediction.shielded()).isTrue();
        assertThat(count().traffic()).containsOnly(entry(CANDIDATE, new Count.Traffic(1, 0, 1)));
        assertThat(errors(CANDIDATE)).isEqualTo("1 of 1");
        assertThat(badOf(OWN_ERRORS, CANDIDATE)).isEqualTo("1 of 1");
        assertThat(slow(CANDIDATE)).isEqualTo("1 of 1");
    }

    Count count() {
        return house.gateway.counts().count(TWO, 1).orElseThrow();
    }

    String errors(Place place) {
        return badOf(ERRORS, place);
    }

    String slow(Place place) {
        return badOf(new Signal.Slow(SLOW), place);
    }

    String badOf(Signal signal, Place place) {
        return house.badOf(TWO, signal, place);
    }

    private Tally tally(Signal signal) {
        return count().tallies().getOrDefault(signal, Tally.EMPTY);
    }

    static String release(HttpResponse<String> response) {
        return response.headers().firstValue("Lastgood-Release").orElse("nobody");
    }

    static Prediction prediction(HttpResponse<String> response) {
        var id = response.headers().firstValue("Lastgood-Prediction-Id").orElseThrow();
        return House.SEAL.copy().open(TWO, id).orElseThrow();
    }

    /// As read from a file that says nothing of its output's shape.
    private static Schema openRank() {
        return new Schema(
                List.of(new TensorSpec("X", Datatype.FP32, List.of(-1L, 2L), List.of())),
                List.of(new TensorSpec("Y", Datatype.FP32, List.of(), List.of())));
    }

    private static Schema columns(boolean nullable, double min, double max) {
        var first =
                new Column(
                        "a",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        nullable);
        var second =
                new Column(
                        "b",
                        Optional.empty(),
                        Optional.of(min),
                        Optional.of(max),
                        List.of(),
                        nullable);
        return new Schema(
                List.of(
                        new TensorSpec(
                                "X", Datatype.FP32, List.of(-1L, 2L), List.of(first, second))),
                List.of(new TensorSpec("Y", Datatype.FP32, List.of(-1L, 2L), List.of())));
    }

    private static <K, V> java.util.Map.Entry<K, V> entry(K key, V value) {
        return java.util.Map.entry(key, value);
    }
}
