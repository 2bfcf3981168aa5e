package lastgood.server.soak.flip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Load.Pace;
import lastgood.server.soak.client.Vitals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form of `./dev soak vigil`. It judges answers and growth, never speed.
class VigilTest {

    @Test
    void twoMinutesOfHalfLoadAndSwitchesLeaveNothingBehind(@TempDir Path folder)
            throws IOException {
        var report = Vigil.run(Launch.forTests(Home.find()), folder, Duration.ofMinutes(2));

        System.out.println(report.text());
        assertThat(report.failures()).as(report.text()).isEmpty();
    }

    @Test
    void whatGrowsIsSeen() {
        assertThat(of(100, 101, 99, 100, 102, 98, 101, 100, 99).failures()).isEmpty();
        assertThat(of(100, 110, 120, 200, 210, 220, 300, 310, 320).failures())
                .containsExactly(
                        "memory (MiB) grew from 210 to 310",
                        "descriptors grew from 210 to 310",
                        "threads grew from 210 to 310");
    }

    private static lastgood.server.soak.Report of(long... numbers) {
        List<Vitals> vitals =
                Stream.of(numbers)
                        .flatMapToLong(java.util.Arrays::stream)
                        .mapToObj(n -> new Vitals(n, n, n))
                        .toList();
        return new VigilReport(Duration.ofSeconds(90), 2, new Pace(1, 1), 9, List.of(), vitals)
                .report();
    }
}
