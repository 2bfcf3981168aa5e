package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.port.Standby;
import lastgood.core.prediction.Arm;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Releases that a program serves beside the gateway. Every test here starts real processes.
class ProgramTest {
    private static final ServiceName TWO = new ServiceName("two");
    private static final Place CANDIDATE = new Place(0, Arm.CANDIDATE);

    private final House house = new House();
    private final Programs programs = new Programs(house.blobs);

    @AfterEach
    void nothingIsLeft() {
        house.close();
        Patience.until("every process ends", () -> programs.marked().findAny().isEmpty());
    }

    @Test
    void aProgramAnswersForItsRelease() {
        house.settle(ready(1, programs.parts(5, "double")));

        var response = house.infer("two", House.x(1, 2, 3, 4));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(release(response)).isEqualTo("r1");
        assertThat(response.body()).contains("\"data\":[5.0,10.0,15.0,20.0]");
        assertThat(programs.running()).hasSize(1);
    }

    @Test
    void manyCallersAreAnsweredAtOnce() {
        house.settle(ready(1, programs.parts(5, "double")));

        var answers =
                IntStream.range(0, 200)
                        .mapToObj(i ->
                                CompletableFuture.supplyAsync(
                                        () -> house.infer("two", House.x(i, 0)).body()))
                        .toList();

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join()).contains("\"data\":[" + 5 * i + ".0,0.0]");
        }
    }

    /// What it started goes with it.
    @Test
    void aReleaseThatIsLetGoOfEndsItsProcesses() {
        var r1 = ready(1, programs.parts(5, "children"));
        house.settle(r1);
        var tree = programs.marked().flatMap(p -> p.descendants()).toList();
        assertThat(tree).anyMatch(p -> p.info().commandLine().orElse("").contains("sleep 4711"));
        var r2 = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
        house.settle(r2);

        house.gateway.standby().keep(TWO, Set.of(r2.id()));

        Patience.until("they end", () -> tree.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");
    }

    @Test
    void aProgramThatIsKilledIsStartedAgain() {
        house.settle(ready(1, programs.parts(5, "double")));
        assertThat(house.infer("two", House.x(1, 2)).statusCode()).isEqualTo(200);
        var first = programs.running().getFirst();

        kill(first);

        var failed = house.infer("two", House.x(1, 2));
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains("its program does not");
        Patience.until("it answers", () -> house.infer("two", House.x(1, 2)).statusCode() == 200);
        assertThat(programs.running()).hasSize(1).doesNotContain(first);
    }

    @Test
    void itIsStartedAgainAsOftenAsItEnds() {
        house.settle(ready(1, programs.parts(5, "double")));

        for (int i = 0; i < 3; i++) {
            var before = programs.running().getFirst();
            kill(before);
            Patience.until(
                    "it answers",
                    () ->
                            house.infer("two", House.x(1, 2)).statusCode() == 200
                                    && !programs.running().contains(before));
        }
    }

    @Test
    void aCandidateWhoseProgramIsKilledIsAnsweredForByLive() {
        tryAll(ready(2, programs.parts(5, "double")));
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");

        kill(programs.running().getFirst());

        assertShielded(house.infer("two", House.x(1, 2)), 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish", "other", "error", "nan", "hang"})
    void aCandidateWhoseProgramGivesNoAnswerIsAnsweredForByLive(String mode) {
        tryAll(ready(2, programs.parts(5, mode)));

        assertShielded(house.infer("two", House.x(1, 2)), 0, 1);
    }

    /// The other way round live is the one that is waited for.
    @Test
    void aCandidateThatFailsIsAnsweredForByAProgram() {
        var live = ready(1, programs.parts(2, "double"));
        house.tryOut(
                live,
                house.ready(house.drafts.of("two", 2, "models/gather.onnx")),
                1,
                House.watch(1, 0));

        assertShielded(house.infer("two", House.x(1, 99)), 0, 1);
    }

    @Test
    void aLiveProgramThatHangsIsGivenUpAtTheDeadlineAndHoldsUpNobodyElse() {
        house.settle(ready(1, programs.parts(5, "hang-on-99")));
        var hanging =
                IntStream.range(0, 20)
                        .mapToObj(_ ->
                                CompletableFuture.supplyAsync(
                                        () -> house.infer("two", House.x(99, 0))))
                        .toList();

        assertThat(house.infer("two", House.x(1, 0)).body()).contains("\"data\":[5.0,0.0]");

        assertThat(hanging)
                .allSatisfy(answer -> {
                    assertThat(answer.join().statusCode()).isEqualTo(504);
                    assertThat(answer.join().body()).contains("did not answer within 1000 ms");
                });
    }

    @Test
    void aProgramThatIsNeverReadyIsRefused() {
        var problem = refused(ready(programs.parts(5, "never-ready", Duration.ofSeconds(1)), 1));

        assertThat(problem.what())
                .contains("was not ready within 1.0 s", "/v2/models/" + programs.mark() + "/ready");
    }

    @Test
    void aProgramThatEndsAtOnceIsRefusedWithItsLastWords() {
        var problem = refused(ready(programs.parts(5, "ends"), 1));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.what()).contains("ended before it was ready");
        assertThat(problem.why()).anyMatch(why -> why.contains("there is no such weight"));
    }

    @Test
    void aModelWhoseBytesAreDamagedIsNotStarted() {
        var parts = programs.parts(5, "double");
        house.blobs.damage(parts.model().graph());

        assertThat(refused(ready(parts, 1)).code()).isEqualTo(Code.BLOB_DAMAGED);
        assertThat(programs.running()).isEmpty();
    }

    @Test
    void aProgramThatNeverStopsTalkingStillAnswers() {
        house.settle(ready(1, programs.parts(5, "chatty")));

        assertThat(house.infer("two", House.x(1, 2)).body()).contains("\"data\":[5.0,10.0]");
    }

    /// There and back, under load.
    @Test
    void switchesBetweenAProgramAndAGraphFailNobody() {
        var graph = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var program = ready(2, programs.parts(3, "double"));
        house.settle(graph);
        var ended = new AtomicBoolean();
        var callers =
                IntStream.range(0, 4)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> call(ended)))
                        .toList();

        for (int i = 0; i < 300; i++) {
            house.settle(i % 2 == 0 ? program : graph);
            var next = i % 2 == 0 ? "r2" : "r1";
            assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo(next);
        }
        house.settle(graph);
        house.gateway.standby().keep(TWO, Set.of(graph.id()));
        ended.set(true);

        assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isEmpty());
    }

    private List<String> call(AtomicBoolean ended) {
        var wrong = new ArrayList<String>();
        while (!ended.get()) {
            var response = house.infer("two", House.x(1, 2));
            var expected =
                    release(response).equals("r1") ? "\"data\":[2.0,4.0]" : "\"data\":[3.0,6.0]";
            if (response.statusCode() != 200 || !response.body().contains(expected)) {
                wrong.add(response.statusCode() + " " + response.body());
            }
        }
        return wrong;
    }

    private Release ready(int number, Parts parts) {
        var release = programs.release(number, parts);
        return switch (house.gateway
                .standby()
                .prepare(release, Drafts.CLASSIFIER, Standby.Footing.PROVEN)) {
            case Outcome.Done<ReleaseId> _ -> release;
            case Outcome.Refused<ReleaseId>(var problem) -> throw new AssertionError(problem);
        };
    }

    private Outcome<ReleaseId> ready(Parts parts, int number) {
        return house.gateway
                .standby()
                .prepare(
                        programs.release(number, parts), Drafts.CLASSIFIER, Standby.Footing.PROVEN);
    }

    private void tryAll(Release candidate) {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        house.tryOut(live, candidate, 1, House.watch(1, 0));
    }

    private void assertShielded(HttpResponse<String> response, int before, int errorsOf) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(release(response)).isEqualTo("r1");
        assertThat(response.body()).contains("\"data\":[2.0,");
        var count = house.gateway.counts().count(TWO, 1).orElseThrow();
        assertThat(count.traffic())
                .containsOnly(entry(CANDIDATE, new Count.Traffic(before + 1, before, 1)));
        var units = count.tallies().getOrDefault(new Signal.Errors(), Tally.EMPTY).units();
        assertThat(units).containsEntry(new Tally.Unit(CANDIDATE, 1, 1), 1L);
        assertThat(units.values().stream().mapToLong(n -> n).sum()).isEqualTo(errorsOf);
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static Problem refused(Outcome<ReleaseId> outcome) {
        return Optional.of(outcome)
                .filter(o -> o instanceof Outcome.Refused<ReleaseId>)
                .map(o -> ((Outcome.Refused<ReleaseId>) o).problem())
                .orElseThrow(() -> new AssertionError(outcome));
    }

    private static String release(HttpResponse<String> response) {
        return response.headers().firstValue("Lastgood-Release").orElse("nobody");
    }
}
