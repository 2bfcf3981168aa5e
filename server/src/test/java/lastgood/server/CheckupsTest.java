package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.control.doctor.Finding;
import lastgood.gateway.snapshot.SnapshotKeeper;
import org.junit.jupiter.api.Test;

/// What only the server can see.
class CheckupsTest {
    private static final long MB = 1_000_000;

    @Test
    void twoReleasesAndTheJournalMustFitOnTheDisk() {
        assertThat(DiskCheckup.finding(600 * MB, 200 * MB).grade()).isEqualTo(Finding.Grade.OK);
        assertThat(DiskCheckup.finding(400 * MB, 200 * MB).grade())
                .isEqualTo(Finding.Grade.WARNING);
        assertThat(DiskCheckup.finding(30 * MB, 0).grade()).isEqualTo(Finding.Grade.FAILED);
        assertThat(DiskCheckup.finding(600 * MB, 200 * MB).found())
                .isEqualTo("600 MB free; two releases and the journal need 467 MB");
    }

    @Test
    void aTargetOfNoticesThatTakesConnectionsIsReached() throws IOException {
        try (var there = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var found = notices("http://127.0.0.1:" + there.getLocalPort() + "/services/T0/secret");

            assertThat(found.grade()).isEqualTo(Finding.Grade.OK);
            assertThat(found.found())
                    .isEqualTo("127.0.0.1:" + there.getLocalPort() + " can be reached");
        }
    }

    @Test
    void oneThatIsNotThereIsAWarningThatGivesNoSecretAway() {
        var found = notices("http://127.0.0.1:1/services/T0/secret");

        assertThat(found.grade()).isEqualTo(Finding.Grade.WARNING);
        assertThat(found.found()).startsWith("127.0.0.1:1 cannot be reached: ");
        assertThat(found.toString()).doesNotContain("secret");
    }

    @Test
    void thatNobodyIsToldIsAWarning() {
        assertThat(new NoticesCheckup(Optional.empty()).general(List.of()))
                .containsExactly(
                        Finding.warning(
                                "notices",
                                "nobody is told of trips and rollbacks",
                                "lastgood run --webhook URL"));
    }

    @Test
    void aSnapshotThatTheDiskRefusesIsAFailureWithTheReason() {
        var at = Instant.parse("2026-11-27T12:00:00Z");
        var state = new SnapshotKeeper.State(Optional.of(at), Optional.of("no space left"));

        var found = SnapshotCheckup.finding(state);

        assertThat(found.grade()).isEqualTo(Finding.Grade.FAILED);
        assertThat(found.found())
                .isEqualTo(
                        "what is served now is not written down (no space left); the last is of 2026-11-27T12:00:00Z");
        assertThat(
                        SnapshotCheckup.finding(
                                        new SnapshotKeeper.State(Optional.of(at), Optional.empty()))
                                .grade())
                .isEqualTo(Finding.Grade.OK);
    }

    private static Finding notices(String webhook) {
        return new NoticesCheckup(Optional.of(URI.create(webhook))).general(List.of()).getFirst();
    }
}
