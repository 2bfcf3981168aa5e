package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import lastgood.control.doctor.Finding;
import lastgood.gateway.running.program.EndpointBook;
import org.junit.jupiter.api.Test;

class EndpointsCheckupTest {
    @Test
    void whereThereAreNoEndpointsNothingIsSaid() {
        assertThat(EndpointsCheckup.findings(List.of())).isEmpty();
    }

    @Test
    void allThatAreAskedAreOneLine() {
        assertThat(EndpointsCheckup.findings(List.of(told("http://a:1"), told("http://b:1"))))
                .containsExactly(Finding.ok("endpoints", "all 2 addresses are asked"));
    }

    @Test
    void whoIsOutIsNamedAndIsWorseWhereNobodyElseIsLeft() {
        var findings =
                EndpointsCheckup.findings(
                        List.of(
                                told("http://a:1", new EndpointBook.Out("m at t", "gone", false)),
                                told("http://b:1", new EndpointBook.Out("n at t", "gone", true))));

        assertThat(findings)
                .extracting(Finding::grade)
                .containsExactly(Finding.Grade.WARNING, Finding.Grade.FAILED);
        assertThat(findings.getFirst().found())
                .isEqualTo("http://a:1 of t is not asked for m at t: gone");
        assertThat(findings.getLast().found()).endsWith("no other address is left");
    }

    private static EndpointBook.Told told(String address, EndpointBook.Out... out) {
        return new EndpointBook.Told("t", URI.create(address), 0, 0, 0, Arrays.asList(out));
    }
}
