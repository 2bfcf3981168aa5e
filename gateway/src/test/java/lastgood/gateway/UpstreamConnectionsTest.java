package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of a request whose connection breaks, or for which nobody waits any more.
class UpstreamConnectionsTest {
    private final RudeConnections server = new RudeConnections();
    private final Upstreams upstreams = new Upstreams(server.url());

    @BeforeEach
    void serve() {
        upstreams.live();
        assertThat(upstreams.ask().statusCode()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        upstreams.close();
        server.close();
    }

    @Test
    void aConnectionThatWasClosedWhileIdleIsNoFailure() {
        server.be(RudeConnections.Manner.CLOSE_USED);

        assertThat(upstreams.ask().statusCode()).isEqualTo(200);

        var told = upstreams.told(server.url());
        assertThat(told.retried()).isEqualTo(1);
        assertThat(told.failures()).isZero();
    }

    @Test
    void aRequestThatAServerWorkedAtIsNotSentAgain() {
        server.be(RudeConnections.Manner.CLOSE_AFTER_WORK);
        int before = server.inferred();

        var refused = upstreams.ask();

        assertThat(refused.body()).contains("its upstream does not answer");
        assertThat(server.inferred()).isEqualTo(before + 1);
        assertThat(upstreams.told(server.url()).retried()).isZero();
        assertThat(upstreams.told(server.url()).failures()).isEqualTo(1);
    }

    @Test
    void whoIsWaitedForNoMoreIsHungUpOnAndFailed() {
        server.be(RudeConnections.Manner.HANG);

        assertThat(upstreams.ask().body()).contains("did not answer within 1000 ms");

        Patience.until("it is hung up on", () -> server.hungUp() == 1);
        Patience.until("it counts", () -> upstreams.told(server.url()).failures() == 1);
    }

    @Test
    void aCallerInAHurryMakesNoServerLookBad() throws InterruptedException {
        server.be(RudeConnections.Manner.HANG);
        var found = upstreams.found();

        for (int i = 0; i < 8; i++) {
            int hungUp = i;
            var asking = Thread.ofVirtual().start(found::ask);
            Patience.until("it is asked", () -> server.waiting() == 1);
            asking.interrupt();
            asking.join();
            Patience.until("it is hung up on", () -> server.hungUp() == hungUp + 1);
        }

        assertThat(found.book().told().getFirst().failures()).isZero();
        assertThat(found.book().told().getFirst().out()).isEmpty();
        found.close();
    }
}
