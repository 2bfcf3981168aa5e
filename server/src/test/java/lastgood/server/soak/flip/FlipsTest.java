package lastgood.server.soak.flip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.flip.Flips.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form of `./dev soak flips`. It judges answers, never speed.
class FlipsTest {

    @Test
    void fiveHundredSwitchesUnderLoadFailNobodyAndMixNothingWhateverTheProtocol(
            @TempDir Path folder) throws IOException {
        var report = Flips.run(Launch.forTests(Home.find()), folder, new Volume(500, 10_000), 0);

        System.out.println(report.text());
        assertThat(report.failures()).as(report.text()).isEmpty();
    }
}
