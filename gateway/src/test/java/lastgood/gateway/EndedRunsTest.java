package lastgood.gateway;

import java.io.IOException;
import java.time.Duration;
import lastgood.core.port.Standby;
import lastgood.gateway.protocol.RawSocket;
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
    void aRunThatHangsEndsWithItsGateway() throws IOException {
        try (var house = hasty()) {
            var live = house.ready(house.drafts.of("ends", 1, "models/times2.onnx"));
            var candidate =
                    house.ready(house.drafts.of("ends", 2, "models/hang.onnx").timeout(LONG));
            house.tryOut(live, candidate, 1, House.watch(1, 0));
            hang(house);
        }

        awaitNoneWorks("unproven-ends-");
    }

    @Test
    void aRunOfASlowReleaseThatHangsEndsWithItsGateway() throws IOException {
        try (var house = hasty()) {
            var slow = house.drafts.of("ends", 1, "models/hang.onnx").golden(LOOPS).timeout(LONG);
            house.settle(house.ready(slow, Drafts.CLASSIFIER, Standby.Footing.PROVEN));
            hang(house);
        }

        awaitNoneWorks("slow-ends-");
    }

    private static void hang(House house) throws IOException {
        try (var caller = new RawSocket(house.gateway.address())) {
            caller.send(
                    "POST /v2/models/ends/infer HTTP/1.1\r\nHost: h\r\nContent-Length: "
                            + ENDLESS.length()
                            + "\r\n\r\n"
                            + ENDLESS);
            Patience.until("it is under way", () -> house.gateway.stats().inFlight() == 1);
        }
    }

    private static void awaitNoneWorks(String name) {
        Patience.until(
                "none works",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith(name))
                                .noneMatch(thread -> thread.getState() == Thread.State.RUNNABLE));
    }

    /// It waits for nobody when it closes.
    private static House hasty() {
        return new House(s -> s.drainWithin = Duration.ofMillis(100));
    }
}
