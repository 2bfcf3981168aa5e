package lastgood.server.soak.flip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import tools.jackson.databind.json.JsonMapper;

/// What `./dev bench switch` asks of the product: [Flips], told as one line of JSON.
///
/// `SwitchBench FOLDER SWITCHES REQUESTS`; times are nanoseconds, one a switch.
public final class SwitchBench {
    private SwitchBench() {}

    public static void main(String[] args) throws IOException {
        var volume = new Flips.Volume(Integer.parseInt(args[1]), Long.parseLong(args[2]));
        var flown = Flips.run(Launch.shipped(Home.find()), Path.of(args[0]), volume);
        var report = flown.report(0);
        System.err.println(report.text());
        System.out.println(
                new JsonMapper()
                        .writeValueAsString(
                                Map.of(
                                        "switches", flown.timeline().switches().size() - 1,
                                        "requests", flown.answers(),
                                        "failed", flown.failed(),
                                        "why", report.failures(),
                                        "seconds", flown.took().toNanos() / 1e9,
                                        "back", lags(flown.lags(true)),
                                        "forth", lags(flown.lags(false)))));
        System.exit(report.failures().isEmpty() ? 0 : 1);
    }

    private static Map<String, Object> lags(Lags lags) {
        return Map.of("asked", lags.askedToSent().nanos(), "decided", lags.decidedToSent().nanos());
    }
}
