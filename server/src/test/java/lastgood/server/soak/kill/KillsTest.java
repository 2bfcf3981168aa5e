package lastgood.server.soak.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form of `./dev soak kill`. It judges what is there, never speed.
class KillsTest {

    @Test
    void fiveKillsAtRandomMomentsLoseNothingThatWasAcknowledged(@TempDir Path folder)
            throws IOException {
        long seed = RandomGenerator.getDefault().nextLong();
        var report =
                Kills.run(Launch.forTests(Home.find()), folder, 5, seed, Duration.ofMinutes(1));

        System.out.println(report.text());
        assertThat(report.failures()).as(report.text()).isEmpty();
    }
}
