package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import lastgood.gateway.protocol.RawSocket;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

class DrainTest {

    @Test
    void aGatewayThatClosesAnswersWhatItHasTaken() {
        var house = new House();
        var r1 =
                house.ready(
                        house.drafts
                                .of("new", 1, "models/hang.onnx")
                                .timeout(Duration.ofMillis(1500)));
        house.prove(r1, Optional.empty(), House.watch(1, 0));
        var address = house.gateway.address();

        var slow = CompletableFuture.supplyAsync(() -> house.infer("new", House.x(1e9, 1)));
        Patience.until("it is taken", () -> house.gateway.stats().inFlight() > 0);
        house.gateway.close();

        assertThat(slow.join().statusCode())
                .as("its own deadline, not a broken connection")
                .isEqualTo(504);
        assertThat(slow.join().headers().firstValue("Connection")).contains("close");
        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                .isInstanceOf(ConnectException.class);
        house.close();
    }

    @Test
    void anAnswerThatIsBeingReadIsReadToItsEnd() throws IOException {
        try (var house = new House()) {
            house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
            var values = new double[1_000_000];
            try (var caller = RawSocket.narrow(house.gateway.address())) {
                caller.send(RawSocket.infer("two", House.x(values)));
                Patience.until("it is being answered", () -> caller.waiting() > 0);
                Patience.until("it is answered", () -> house.gateway.stats().inFlight() == 0);
                var closed = CompletableFuture.runAsync(house.gateway::close);

                assertThat(caller.response()).endsWith("]}]}");
                closed.join();
            }
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        var house = new House();
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));

        house.gateway.close();
        house.gateway.close();
        house.close();
    }

    @Test
    void aPortThatIsTakenIsSaidAndLeavesNothingBehind() {
        try (var first = new House()) {
            int port = first.gateway.address().getPort();
            assertThatThrownBy(() -> new House(s -> s.port = port))
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on");
        }
    }
}
