package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.port.MemoryFeatureRows;
import lastgood.core.prediction.Arm;
import lastgood.core.release.Datatype;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.ComponentId;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A caller sends a key, and the release answers with the features of the version it is pinned to.
class LookupTest {
    private static final ComponentId V1 = new ComponentId("customers", "v1");
    private static final ComponentId V2 = new ComponentId("customers", "v2");
    private static final Lookup LOOKUP =
            new Lookup("customer_id", Datatype.INT64, List.of("age", "income"), List.of("income"));
    private static final Duration TIMEOUT = Duration.ofMillis(700);

    private final MemoryFeatureRows rows = new MemoryFeatureRows();
    private final House house = new House(rows);

    @BeforeEach
    void tables() {
        put(V1, 1, Map.of("age", 30, "income", 1000));
        put(V1, 2, Map.of("age", 40, "income", 2000));
        put(V1, 3, Map.of("age", 50));
        put(V1, 4, Map.of("income", 4000));
        put(V2, 1, Map.of("age", 31, "income", 1001));
        put(V2, 9, Map.of("age", 39, "income", 1009));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theColumnsOfTheRowAreWhatTheModelIsGiven() {
        house.settle(release(1, V1));
        var answer = ask("[2]", "2,1");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"data\":[80.0,4000.0,60.0,2000.0]");
        assertThat(ask("[2,1]", "2,1").body()).contains("\"data\":[80.0,4000.0,60.0,2000.0]");
    }

    @Test
    void eachReleaseReadsTheVersionItIsPinnedTo() {
        var older = release(1, V1);
        house.settle(release(2, V2));
        assertThat(ask("[1]", "1").body()).contains("\"data\":[62.0,2002.0]");
        house.settle(older);
        assertThat(ask("[1]", "1").body()).contains("\"data\":[60.0,2000.0]");
    }

    @Test
    void callersSeeTheKeyAndNotTheColumns() {
        house.settle(release(1, V1));
        var metadata = house.get("/v2/models/credit").body();
        assertThat(metadata).contains("customer_id", "INT64").doesNotContain("\"X\"");
        var answer = house.infer("credit", House.x(1, 2));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("there is no input 'X'");
    }

    @Test
    void aKeyThatTheTableDoesNotHaveIsTheCallersErrorAndIsNamed() {
        house.settle(release(1, V1));
        var answer = ask("[2]", "1,77");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("LG-1605", "customers@v1 has no row whose customer_id is 77");
    }

    @Test
    void aKeyMayBeAText() {
        var table = new ComponentId("people", "v1");
        rows.put(table, new FeatureKey.Text("Zoë"), Map.of("age", 30, "income", 2));
        var named = new Lookup("name", Datatype.BYTES, List.of("income", "age"), List.of());
        house.settle(
                house.ready(
                        house.drafts.of("credit", 1, "models/times2.onnx").lookup(table, named)));
        assertThat(
                        house.infer(
                                        "credit",
                                        "{\"inputs\":[{\"name\":\"name\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"Zoë\"]}]}")
                                .body())
                .contains("\"data\":[4.0,60.0]");
    }

    @Test
    void whatHasNoValueIsNaNWhereThatIsAllowedAndAnErrorElsewhere() {
        house.settle(release(1, V1));
        // The model hands NaN on, which no answer may hold.
        var allowed = ask("[1]", "3");
        assertThat(allowed.body()).contains("LG-1604").doesNotContain("LG-1607");
        var answer = ask("[1]", "4");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains(
                        "LG-1607", "no value in the column age of the row whose customer_id is 4");
    }

    @Test
    void aDatabaseThatIsAwayIsAnErrorUntilItIsBack() {
        house.settle(release(1, V1));
        rows.away(true);
        var answer = ask("[1]", "1");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("LG-1606");
        rows.away(false);
        assertThat(ask("[1]", "1").body()).contains("\"data\":[60.0,2000.0]");
    }

    @Test
    void aReleaseIsMadeReadyWhileItsDatabaseIsAway() {
        rows.away(true);
        var golden = "{\"inputs\":{\"customer_id\":[1]},\"outputs\":{\"Y\":[[60.0,2000.0]]}}\n";
        house.settle(house.ready(draft(1, V1).golden(golden)));
        assertThat(ask("[1]", "1").statusCode()).isEqualTo(503);
        rows.away(false);
        assertThat(ask("[1]", "1").statusCode()).isEqualTo(200);
    }

    /// Its callers wait for it, and nobody else does.
    @Test
    void aDatabaseThatHangsHoldsUpNobodyElseAndItsOwnCallersNoLongerThanTheDeadline()
            throws Exception {
        house.settle(release(1, V1));
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        rows.hang(V1);
        long began = System.nanoTime();
        var waiting =
                java.util.stream.IntStream.range(0, 20)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> ask("[1]", "1")))
                        .toList();
        Patience.until("one waits", () -> house.gateway.stats().inFlight() > 0);
        assertThat(house.infer("two", House.x(1, 2)).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT);
        for (var each : waiting) {
            var answer = each.get(30, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("LG-1606");
        }
        rows.hang();
        assertThat(ask("[1]", "1").statusCode()).isEqualTo(200);
    }

    @Test
    void aCandidateWhoseRowsAreNotThereIsAnsweredForByLiveAndItCounts() {
        tryOut(release(1, V1), release(2, V2));
        var answer = ask("[1]", "2");
        assertThat(answer.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(answer.body()).contains("\"data\":[80.0,4000.0]");
        assertThat(errors(Arm.CANDIDATE)).isEqualTo("1 of 1");
    }

    @Test
    void aCandidateWhoseTableHangsIsAnsweredForByLiveWithinTheSameDeadline() {
        tryOut(release(1, V1), release(2, V2));
        rows.hang(V2);
        long began = System.nanoTime();
        var answer = ask("[1]", "1");
        assertThat(answer.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(answer.body()).contains("\"data\":[60.0,2000.0]");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(2));
        assertThat(errors(Arm.CANDIDATE)).isEqualTo("1 of 1");
    }

    @Test
    void aDatabaseThatHangsForBothIsNobodysOwnError() {
        tryOut(release(1, V1), release(2, V2));
        rows.hang(V1, V2);
        assertThat(ask("[1]", "1").statusCode()).isEqualTo(503);
        assertThat(errors(Arm.CANDIDATE)).isEqualTo("1 of 1");
        assertThat(bad(new Signal.OwnErrors(), Arm.CANDIDATE)).isEqualTo("0 of 0");
    }

    @Test
    void aKeyThatNeitherReleaseHasCountsNowhere() {
        tryOut(release(1, V1), release(2, V2));
        var answer = ask("[1]", "77");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("LG-1605");
        assertThat(ask("[1]", "1").body()).contains("\"data\":[62.0,2002.0]");
        assertThat(errors(Arm.CANDIDATE)).as("the second request only").isEqualTo("0 of 1");
    }

    private String errors(Arm arm) {
        return bad(new Signal.Errors(), arm);
    }

    private String bad(Signal signal, Arm arm) {
        return house.badOf(new ServiceName("credit"), signal, new Place(0, arm));
    }

    private Release release(int number, ComponentId table) {
        return house.ready(draft(number, table));
    }

    private Drafts.Draft draft(int number, ComponentId table) {
        return house.drafts
                .of("credit", number, "models/times2.onnx")
                .lookup(table, LOOKUP)
                .timeout(TIMEOUT);
    }

    private void tryOut(Release live, Release candidate) {
        house.tryOut(live, candidate, 1, House.watch(1, 0, Duration.ofSeconds(1)));
    }

    private HttpResponse<String> ask(String shape, String keys) {
        return house.infer(
                "credit",
                "{\"inputs\":[{\"name\":\"customer_id\",\"shape\":%s,\"datatype\":\"INT64\",\"data\":[%s]}]}"
                        .formatted(shape, keys));
    }

    private void put(ComponentId table, long key, Map<String, Object> row) {
        rows.put(table, new FeatureKey.Whole(key), row);
    }
}
