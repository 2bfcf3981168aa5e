package lastgood.gateway;

import java.time.Duration;
import lastgood.core.port.Standby;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

/// What hangs inside a gateway that closes: nobody is left to give it up in time, and it would keep a core for as long as the
/// process lives.
class EndedRunsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String ENDLESS = House.x(1e12, 0);

    /// By which it is seen to be slow.
    private static final String LOOPS =
            """
            {"inputs":{"X":[[0.1,0]]}}
            """;

    @Test
    void aRunThatHangsEndsWithItsGateway() {
        try (var house = hasty()) {
            house.settle(house.ready(house.drafts.of("ends", 1, "models/hang.onnx").timeout(LONG)));
            hang(house);
        }

        awaitNoThread("unproven-ends-");
    }

    @Test
    void aRunOfASlowReleaseThatHangsEndsWithItsGateway() {
        try (var house = hasty()) {
            var slow = house.drafts.of("ends", 1, "models/hang.onnx").golden(LOOPS).timeout(LONG);
            house.settle(house.ready(slow, Drafts.CLASSIFIER, Standby.Footing.PROVEN));
            hang(house);
        }

        awaitNoThread("slow-ends-");
    }

    private static void hang(House house) {
        var _ = Thread.startVirtualThread(() -> {
            try {
                house.infer("ends", ENDLESS);
            } catch (RuntimeException _) {
                // the gateway has ended
            }
        });
        Patience.until("it is under way", () -> house.gateway.stats().inFlight() == 1);
    }

    private static void awaitNoThread(String name) {
        Patience.until(
                "none works",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(thread -> thread.getName().startsWith(name)));
    }

    /// It waits for nobody when it closes.
    private static House hasty() {
        return new House(c ->
                new GatewayConfig(
                        c.host(),
                        c.port(),
                        c.limits(),
                        c.eventLoops(),
                        c.candidateThreads(),
                        c.prepareWithin(),
                        Duration.ofMillis(100),
                        c.runners(),
                        c.workbench(),
                        c.version(),
                        c.endpoints()));
    }
}
