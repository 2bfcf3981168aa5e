package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import lastgood.core.port.Standby;
import lastgood.core.rollout.Isolation;
import lastgood.gateway.protocol.RawSocket;
import lastgood.testing.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A candidate that runs in a process of its own: it may end that process, and nothing else.
class CandidateApartTest extends CandidateContract {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long PAUSE = 500_000;

    private final AtomicLong answered = new AtomicLong();

    /// Those of the test before may be about to end, and would be taken for this test's.
    @BeforeEach
    void awaitNoneLeft() {
        Patience.until("none runs", () -> Runners.loaded().isEmpty());
    }

    @Override
    Isolation isolation() {
        return Isolation.PROCESS;
    }

    /// Requests meanwhile would count, and trip the hard limit.
    @Override
    void awaitFree() {
        var stuck = candidate();
        Patience.until("it is killed", () -> !stuck.isAlive());
        awaitBackAfter(stuck);
    }

    /// That the old one has ended is known to the system before it is known to the gateway.
    private void awaitBackAfter(ProcessHandle ended) {
        Patience.until(
                "another runs",
                () ->
                        Runners.loaded().stream().anyMatch(p -> !p.equals(ended))
                                && house.gateway.stats().processes() == 1);
    }

    /// The one that was loaded last.
    private static ProcessHandle candidate() {
        return Runners.loaded().stream()
                .max(Comparator.comparingLong(ProcessHandle::pid))
                .orElseThrow();
    }

    /// The same bytes end the whole gateway where they run inside of it.
    @Test
    void aCandidateThatAbortsEndsItsOwnProcessAndIsStartedAgain() {
        tryAll(ready(house.drafts.of("two", 2, "models/poison.onnx").timeout(LONG)));
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");

        var first = candidate();
        var poisoned = house.infer("two", House.x(100, 2));

        assertThat(poisoned.statusCode()).as(poisoned.body()).isEqualTo(200);
        assertThat(release(poisoned)).isEqualTo("r1");
        assertThat(poisoned.body()).contains("\"data\":[200.0,4.0]");
        assertThat(prediction(poisoned).shielded()).isTrue();
        assertThat(errors(CANDIDATE)).isEqualTo("1 of 2");
        Patience.until("it ends", () -> !first.isAlive());
        awaitBackAfter(first);
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");
    }

    @Test
    void whileItsProcessIsAwayLiveAnswersAtOnce() {
        tryAll(ready(house.drafts.of("two", 2, "models/times3.onnx").timeout(LONG)));
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");
        var first = candidate();
        first.destroyForcibly();

        long began = System.nanoTime();
        var answer = house.infer("two", House.x(1, 2));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        Patience.until("it ends", () -> !first.isAlive());
        awaitBackAfter(first);
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");
    }

    /// Nobody else can answer, so it is worth a wait.
    @Test
    void aLiveReleaseWhoseProcessEndedAnswersAsSoonAsItIsBack() {
        house.settle(ready(house.drafts.of("two", 7, "models/times3.onnx").timeout(LONG)));

        for (int i = 0; i < 3; i++) {
            assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r7");
            candidate().destroyForcibly();
        }

        assertThat(house.infer("two", House.x(1, 2)).body()).contains("[3.0,6.0]");
    }

    @Test
    void aCandidateThatStandsStillLeavesLiveItsTimeAndIsKilled() throws Exception {
        tryAll(
                ready(
                        house.drafts
                                .of("two", 2, "models/times3.onnx")
                                .timeout(Duration.ofSeconds(2))));
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");
        var first = candidate();
        Runners.stop(first);

        long began = System.nanoTime();
        var answer = house.infer("two", House.x(1, 2));
        var took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(release(answer)).isEqualTo("r1");
        assertThat(took).isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
        Patience.until("it is killed", () -> !first.isAlive());
        awaitBackAfter(first);
        assertThat(release(house.infer("two", House.x(1, 2)))).isEqualTo("r2");
    }

    @Test
    void aCandidateThatTakesAllMemoryIsItsOwnAffair() {
        tryAll(ready(house.drafts.of("two", 2, "models/bomb.onnx").timeout(LONG)));
        assertThat(release(house.infer("two", House.x(0, 0)))).isEqualTo("r2");

        var first = candidate();
        var greedy = house.infer("two", House.x(3000, 1)); // 12 GB

        assertThat(greedy.statusCode()).as(greedy.body()).isEqualTo(200);
        assertThat(release(greedy)).isEqualTo("r1");
        assertThat(first.isAlive()).as("it is refused the memory, and lives on").isTrue();
        assertThat(release(house.infer("two", House.x(0, 0)))).isEqualTo("r2");
    }

    @Test
    void whileACandidateAbortsAndHangsNoCallerOfLiveFails() {
        var r2 =
                ready(
                        house.drafts
                                .of("two", 2, "models/poison.onnx")
                                .timeout(Duration.ofSeconds(2)));
        house.tryOut(live, r2, .5, House.watch(1, 0, SLOW));
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 200; i++) {
            int value = i % 10 == 0 ? 100 : 1;
            answers.add(
                    CompletableFuture.supplyAsync(
                            () -> house.infer("two", House.x(value, 2)),
                            Thread::startVirtualThread));
        }

        assertThat(answers.stream().map(CompletableFuture::join))
                .allMatch(answer -> answer.statusCode() == 200);
    }

    /// What has proven itself, and uses nothing but harmless operators, is worth no process.
    @Test
    void aReleaseMovesInsideOnceItHasProvenItselfAndOutAgainToBeCompared() {
        var usual = Drafts.unsaid();
        var draft = house.drafts.of("new", 1, "models/times2.onnx");
        var release = house.ready(draft, usual, Standby.Footing.UNPROVEN);
        house.settle(release);
        assertThat(Runners.loaded()).hasSize(1);
        assertThat(house.infer("new", House.x(1, 2)).body()).contains("[2.0,4.0]");

        house.ready(draft, usual, Standby.Footing.PROVEN);
        Patience.until("none runs", () -> Runners.loaded().isEmpty());
        assertThat(house.infer("new", House.x(1, 2)).body()).contains("[2.0,4.0]");

        house.ready(draft, usual, new Standby.Footing(true, true));
        assertThat(Runners.loaded()).hasSize(1);
        assertThat(house.infer("new", House.x(1, 2)).body()).contains("[2.0,4.0]");
    }

    @Test
    void aReleaseThatLoopsStaysApartHoweverOftenItHasProvenItself() {
        var release =
                house.ready(
                        house.drafts.of("new", 1, "models/hang.onnx"),
                        Drafts.unsaid(),
                        Standby.Footing.PROVEN);
        house.settle(release);

        assertThat(Runners.loaded()).hasSize(1);
        assertThat(house.infer("new", House.x(0, 0)).statusCode()).isEqualTo(200);
    }

    @Test
    void noRequestFailsWhileAReleaseMoves() {
        var usual = Drafts.unsaid();
        var draft = house.drafts.of("new", 1, "models/times2.onnx");
        house.settle(house.ready(draft, usual, Standby.Footing.PROVEN));
        var callers = new ArrayList<CompletableFuture<List<String>>>();
        var stop = new CompletableFuture<Boolean>();
        for (int i = 0; i < 2; i++) {
            callers.add(
                    CompletableFuture.supplyAsync(
                            () -> wrongAnswers(stop), Thread::startVirtualThread));
        }

        for (int i = 0; i < 3; i++) {
            house.ready(draft, usual, new Standby.Footing(true, true));
            awaitAnswers(callers);
            house.ready(draft, usual, Standby.Footing.PROVEN);
            awaitAnswers(callers);
        }
        stop.complete(true);

        assertThat(callers.stream().flatMap(c -> c.join().stream())).isEmpty();
    }

    /// A release that moves on at once would be asked nothing where it is.
    private void awaitAnswers(List<CompletableFuture<List<String>>> callers) {
        long before = answered.get();
        Patience.until(
                "callers are answered",
                () ->
                        answered.get() > before + 100
                                || callers.stream().anyMatch(CompletableFuture::isDone));
    }

    /// Each question has a name of its own, which its answer repeats, and nothing comes behind that.
    private List<String> wrongAnswers(CompletableFuture<Boolean> stop) {
        var wrong = new ArrayList<String>();
        try (var socket = new RawSocket(house.gateway.address())) {
            for (int i = 0; !stop.isDone(); i++) {
                var id = "\"id\":\"q" + i + "\"";
                var body = House.x(1, i).replace("{\"inputs\"", "{" + id + ",\"inputs\"");
                socket.send(
                        "POST /v2/models/new/infer HTTP/1.1\r\nHost: h\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
                var answer = socket.response();
                answered.incrementAndGet();
                // The processes that are started meanwhile have stepped back, and need something of
                // the cores.
                LockSupport.parkNanos(PAUSE);
                boolean right =
                        answer.startsWith("HTTP/1.1 200 ")
                                && answer.contains(id)
                                && answer.contains("\"data\":[2.0," + 2.0f * i + "]")
                                && socket.waiting() == 0;
                if (!right) {
                    wrong.add(i + ": " + answer + " and " + socket.waiting() + " bytes");
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
        return wrong;
    }

    @Test
    void nothingIsLeftOfARunnerWhenItsGatewayEnds() {
        var another = new House();
        another.settle(ready(another, another.drafts.of("two", 1, "models/times2.onnx")));
        var mine = Runners.loaded();
        assertThat(another.infer("two", House.x(1, 2)).statusCode()).isEqualTo(200);

        house.close();
        another.close();

        Patience.until("they end", () -> mine.stream().noneMatch(ProcessHandle::isAlive));
    }
}
