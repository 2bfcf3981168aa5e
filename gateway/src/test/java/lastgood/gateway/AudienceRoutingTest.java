package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.prediction.Arm;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Audience;
import lastgood.core.rollout.Audience.Match;
import lastgood.gateway.protocol.RawSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whose requests a rollout's shares are of, as callers see it and as the guards do.
class AudienceRoutingTest {
    private static final ServiceName TWO = new ServiceName("two");
    private static final Optional<Match> BETA = match("x-lastgood-try", "beta");
    private static final Optional<Match> GERMAN = match("x-country", "de", "\u00f6s");

    private final House house = new House();
    private final Release live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
    private final Release candidate = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whoIsIncludedGetsTheCandidateWhateverItsShareAndIsComparedWithNobody() {
        tryOut(candidate, 1e-9, new Audience(BETA, Optional.empty(), GERMAN));

        for (int i = 0; i < 20; i++) {
            assertThat(release("X-Lastgood-Try", "beta")).isEqualTo("r2");
        }

        assertThat(count().included()).contains(new Count.Traffic(20, 20, 0));
        assertThat(count().traffic().values())
                .allSatisfy(traffic -> assertThat(traffic.requests()).isZero());
        assertThat(errors(new Signal.Errors())).isEqualTo("0 of 0");
        assertThat(errors(new Signal.OwnErrors())).isEqualTo("0 of 20");
    }

    @Test
    void aCandidateThatFailsThemIsWithdrawnAndLiveAnswers() {
        var failing = house.ready(house.drafts.of("two", 3, "models/gather.onnx"));
        tryOut(failing, 1e-9, new Audience(BETA, Optional.empty(), Optional.empty()));

        for (int i = 0; i < 200; i++) {
            var response = house.infer("two", House.x(1, 99), "X-Lastgood-Try", "beta");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Lastgood-Release")).contains("r1");
        }

        assertThat(count().included().orElseThrow().shielded())
                .as("the hard limit ended it")
                .isBetween(1L, 199L);
        assertThat(house.vetoes.of(TWO)).isNotEmpty();
    }

    @Test
    void whoIsExcludedGetsLiveAndIsNoEvidence() {
        tryOut(candidate, 1, new Audience(BETA, match("x-tier", "gold"), Optional.empty()));

        assertThat(release("X-Tier", "gold")).isEqualTo("r1");
        assertThat(release("X-Tier", "gold", "X-Lastgood-Try", "beta")).isEqualTo("r1");
        assertThat(house.gateway.counts().count(TWO, 1)).isEmpty();
        assertThat(release("X-Tier", "silver")).isEqualTo("r2");
    }

    @Test
    void aShareIsOfItsSegmentAndTheOthersAreNoEvidence() throws IOException {
        tryOut(candidate, 1, new Audience(Optional.empty(), Optional.empty(), GERMAN));

        assertThat(release("X-Country", "de")).isEqualTo("r2");
        assertThat(raw("X-COUNTRY: \u00f6s"))
                .as("values are UTF-8")
                .contains("Lastgood-Release: r2");
        assertThat(release("X-Country", "fr")).isEqualTo("r1");
        assertThat(release()).isEqualTo("r1");
        assertThat(count().traffic())
                .containsOnlyKeys(new Place(0, Arm.CANDIDATE))
                .containsValue(new Count.Traffic(2, 2, 0));
    }

    @Test
    void aGrowingShareOnlyMovesKeysTowardsTheCandidate() {
        var audience = new Audience(Optional.empty(), Optional.empty(), GERMAN);
        List<String> before = List.of();
        for (double share : new double[] {.1, .3, .7, 1}) {
            tryOut(candidate, share, audience);
            var now =
                    IntStream.range(0, 60)
                            .mapToObj(i -> "customer-" + i)
                            .filter(key ->
                                    release("X-Country", "de", "Lastgood-Key", key).equals("r2"))
                            .toList();
            assertThat(now).containsAll(before);
            before = now;
        }
        assertThat(before).hasSize(60);
    }

    private void tryOut(Release tried, double share, Audience audience) {
        house.tryOut(live, tried, share, House.watch(1, 0, Duration.ofMinutes(1)), audience);
    }

    private String release(String... headers) {
        return house.infer("two", House.x(1, 2), headers)
                .headers()
                .firstValue("Lastgood-Release")
                .orElseThrow();
    }

    /// Java's client sends headers in ASCII.
    private String raw(String header) throws IOException {
        var body = House.x(1, 2);
        try (var caller = new RawSocket(house.gateway.address())) {
            return caller.send(
                            "POST /v2/models/two/infer HTTP/1.1\r\nHost: x\r\n"
                                    + header
                                    + "\r\nContent-Length: "
                                    + body.length()
                                    + "\r\n\r\n"
                                    + body)
                    .response();
        }
    }

    private Count count() {
        return house.gateway.counts().count(TWO, 1).orElseThrow();
    }

    private String errors(Signal signal) {
        return house.badOf(TWO, signal, new Place(0, Arm.CANDIDATE));
    }

    private static Optional<Match> match(String header, String... values) {
        return Optional.of(new Match(header, List.of(values)));
    }
}
