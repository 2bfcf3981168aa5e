package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.port.Standby;
import lastgood.core.prediction.Arm;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Slow releases over HTTP: they hold up nobody, share runs, and refuse what they could not answer in time.
class CapacityTest {
    private static final String GOLDEN =
            """
            {"inputs":{"X":[[0.5,1]]}}
            {"inputs":{"X":[[2,3]]}}
            {"inputs":{"X":[[7,0.25]]}}
            """;

    private static final String PLAIN =
            """
            {"inputs":{"X":[[0.5,1]]}}
            """;

    /// So slow by its golden rows that twenty thousand rows would take minutes.
    private static final String LOOPS =
            """
            {"inputs":{"X":[[0.1,0]]}}
            {"inputs":{"X":[[0.05,0.1]]}}
            """;

    private static final String ENDLESS = House.x(1e9, 0);
    private static final String MANY = House.x(new double[40_000]);

    /// Rows that wait once [#MANY] does.
    private static final int CROWD = 20_000;

    private static final String SMALL = House.x(0, 0);

    private final Executor callers = Thread::startVirtualThread;
    private final House house = new House(s -> s.eventLoops = 1);

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aSlowReleaseDoesNotHoldUpTheLoop() {
        house.settle(house.ready(loops(1)));
        var endless = ask(ENDLESS);
        Patience.until("it is under way", () -> house.gateway.stats().inFlight() == 1);

        assertThat(house.get("/v2/health/live").statusCode()).isEqualTo(200);

        assertThat(endless.join().statusCode()).isEqualTo(504);
        assertThat(endless.join().body()).contains("LG-1603");
        assertThat(house.infer("two", SMALL).statusCode()).isEqualTo(200);
    }

    @Test
    void answersAreTheSameHoweverManyAskAtOnce() {
        house.settle(house.ready(slow("models/slow.onnx")));
        assertSame(many(300));
    }

    /// Its rows know of each other, which its golden rows tell.
    @Test
    void aReleaseWhoseRowsKnowOfEachOtherIsAskedOneByOne() {
        house.settle(house.ready(slow("models/slow-mean.onnx")));
        assertSame(many(100));
    }

    @Test
    void requestsThatFailDoNotTakeOthersWithThem() {
        house.settle(house.ready(slow("models/slow-gather.onnx")));
        var alone = answer(house.infer("two", House.x(3, 4)));
        var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 200; i++) {
            asked.add(ask(i % 10 == 0 ? House.x(1000, 0) : House.x(3, 4)));
        }

        for (int i = 0; i < asked.size(); i++) {
            var response = asked.get(i).join();
            if (i % 10 == 0) {
                assertThat(response.statusCode()).isEqualTo(500);
                assertThat(response.body()).contains("LG-1604");
            } else {
                assertNear(answer(response), alone);
            }
        }
    }

    @Test
    void whatASlowReleaseTakesIsMeasuredWhereItRuns() {
        for (var footing : List.of(Standby.Footing.PROVEN, Standby.Footing.UNPROVEN)) {
            assertThat(takes(house.ready(loops(1), Drafts.CLASSIFIER, footing)))
                    .as("on one thread, at most sixteen rows in more than five milliseconds")
                    .isBetween(1.0, 3_200.0);
        }
    }

    @Test
    void ofAFastReleaseNothingIsSaidNorOfOneWithoutGoldenRows() {
        for (var draft :
                List.of(
                        house.drafts.of("two", 1, "models/times2.onnx").golden(PLAIN),
                        house.drafts.of("two", 2, "models/hang.onnx"))) {
            var release = house.ready(draft);
            assertThat(standby().capacity(release.service(), release.id())).isEmpty();
        }
    }

    private double takes(Release release) {
        return standby().capacity(release.service(), release.id()).orElseThrow();
    }

    private Standby standby() {
        return house.gateway.standby();
    }

    @Test
    void whatWouldNotBeAnsweredInTimeIsRefusedAtOnce() {
        house.settle(house.ready(loops(1).timeout(Duration.ofSeconds(3))));
        jam();
        long before = house.gateway.stats().shed();

        long began = System.nanoTime();
        var refused = house.infer("two", SMALL);
        var took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("LG-1609", "Too many wait for the release");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(house.gateway.stats().shed()).isEqualTo(before + 1);
        Patience.until("nobody waits", () -> house.gateway.stats().inFlight() == 0);
        assertThat(house.infer("two", SMALL).statusCode()).as("afterwards").isEqualTo(200);
        Patience.until("nothing is held", () -> house.gateway.stats().held() == 0);
    }

    @Test
    void aCandidateThatLiveWouldNotOutrunIsNotBlamedForTheCrowd() {
        var live = house.ready(loops(1).timeout(Duration.ofSeconds(4)));
        var candidate = house.ready(loops(2).timeout(Duration.ofSeconds(4)));

        var asked = askInACrowd(live, candidate);

        assertThat(asked.release()).isEqualTo("r1");
        assertThat(asked.after()).isEmpty();
    }

    @Test
    void aCandidateThatIsTooSlowWhereLiveIsNotIsToBlame() {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var candidate = house.ready(loops(2).timeout(Duration.ofSeconds(4)));

        var asked = askInACrowd(live, candidate);

        assertThat(asked.release()).isEqualTo("r1");
        assertThat(shielded(asked.after())).isEqualTo(shielded(asked.before()) + 1);
    }

    /// One request, and what the candidate was counted before and after it.
    ///
    /// @param release that answered
    private record Asked(
            String release, Optional<Count.Traffic> before, Optional<Count.Traffic> after) {}

    /// Where more wait for the candidate than it can ever do, until the request is answered.
    private Asked askInACrowd(Release live, Release candidate) {
        for (int rollout = 1; ; rollout++) {
            house.tryOut(live, candidate, 1, House.watch(rollout, 0));
            jam();
            var before = traffic(rollout);
            var answered = house.infer("two", SMALL);
            if (house.gateway.stats().waiting() >= CROWD) {
                return new Asked(
                        answered.headers().firstValue("Lastgood-Release").orElseThrow(),
                        before,
                        traffic(rollout));
            }
            // The endless request had its time already, and nobody was in the way of this one.
            Patience.until("nobody is left", () -> house.gateway.stats().inFlight() == 0);
        }
    }

    private Optional<Count.Traffic> traffic(int rollout) {
        return house.gateway
                .counts()
                .count(new ServiceName("two"), rollout)
                .flatMap(count ->
                        Optional.ofNullable(count.traffic().get(new Place(0, Arm.CANDIDATE))));
    }

    /// Requests of the candidate that live answered instead.
    private static long shielded(Optional<Count.Traffic> traffic) {
        return traffic.map(Count.Traffic::shielded).orElse(0L);
    }

    /// The only thread of the release is busy, and more rows wait for it than it can ever do.
    private void jam() {
        var endless = endless();
        CompletableFuture<HttpResponse<String>> waiting;
        do {
            if (endless.isDone()) {
                endless = endless();
            }
            var next = ask(MANY);
            Patience.until(
                    "they wait, or are refused",
                    () -> next.isDone() || house.gateway.stats().waiting() >= CROWD);
            waiting = next;
        } while (waiting.isDone());
    }

    /// A request that has the only thread of the release.
    private CompletableFuture<HttpResponse<String>> endless() {
        int before = house.gateway.stats().inFlight();
        var endless = ask(ENDLESS);
        Patience.until("it is under way", () -> house.gateway.stats().inFlight() > before);
        return endless;
    }

    private List<String> many(int requests) {
        var bodies = new ArrayList<String>();
        for (int i = 0; i < requests; i++) {
            bodies.add(
                    i % 7 == 0
                            ? House.x(i % 5, i % 3, 1, i % 11)
                            : House.x(i % 13 * .3, i % 17 * .2));
        }
        return bodies;
    }

    private void assertSame(List<String> bodies) {
        var alone = bodies.stream().map(body -> answer(house.infer("two", body))).toList();
        var together = bodies.stream().map(this::ask).toList();
        for (int i = 0; i < bodies.size(); i++) {
            assertNear(answer(together.get(i).join()), alone.get(i));
        }
    }

    private static void assertNear(List<Double> answer, List<Double> alone) {
        assertThat(answer).hasSameSizeAs(alone);
        for (int i = 0; i < answer.size(); i++) {
            assertThat(answer.get(i)).isCloseTo(alone.get(i), within(1e-3));
        }
    }

    private static List<Double> answer(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var data = response.body().replaceAll("(?s).*\"data\":\\[([^]]*)].*", "$1");
        return Arrays.stream(data.split(",")).map(Double::valueOf).toList();
    }

    private CompletableFuture<HttpResponse<String>> ask(String body) {
        return CompletableFuture.supplyAsync(() -> house.infer("two", body), callers);
    }

    private Drafts.Draft slow(String model) {
        return house.drafts.of("two", 1, model).golden(GOLDEN).timeout(Duration.ofSeconds(30));
    }

    private Drafts.Draft loops(int number) {
        return house.drafts.of("two", number, "models/hang.onnx").golden(LOOPS);
    }
}
