package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is refused, `RunVerbTest` tells.
class EndpointFlagTest {
    @Test
    void anEndpointHasOneAddressOrSeveralInTheOrderGiven() {
        var read =
                EndpointFlag.read(
                        List.of(
                                "triton=http://10.0.0.6:8000,https://triton.example.org/b",
                                "rack=http://[::1]:8080"));

        assertThat(read.addresses())
                .containsEntry(
                        "triton",
                        List.of(
                                URI.create("http://10.0.0.6:8000"),
                                URI.create("https://triton.example.org/b")))
                .containsEntry("rack", List.of(URI.create("http://[::1]:8080")));
    }

    @Test
    void nothingGivenIsNoEndpoint() {
        assertThat(EndpointFlag.read(List.of()).addresses()).isEmpty();
    }
}
