package lastgood.server.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.flip.Flips;
import lastgood.server.soak.flip.Vigil;
import lastgood.server.soak.kill.Kills;

/// `./dev soak`: the long forms, against the product as it was built.
public final class Soak {
    private static final int KILLS = 100;
    private static final Duration TO_ANSWER = Duration.ofSeconds(2);
    private static final int FLIPS = 10_000;
    private static final int MINUTES = 30;
    private static final int LEAST_RATE = 2_000;

    private Soak() {}

    /// @param args `kill [N] [SEED]`, `flips [N]` or `vigil [MINUTES]`
    public static void main(String[] args) throws IOException {
        var launch = Launch.shipped(Home.find());
        var folder = Files.createTempDirectory("lastgood-soak");
        var report =
                switch (args[0]) {
                    case "kill" -> {
                        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
                        yield Kills.run(launch, folder, number(args, KILLS), seed, TO_ANSWER);
                    }
                    case "vigil" ->
                            Vigil.run(launch, folder, Duration.ofMinutes(number(args, MINUTES)));
                    case "flips" ->
                            Flips.run(
                                    launch,
                                    folder,
                                    new Flips.Volume(number(args, FLIPS), 0),
                                    LEAST_RATE);
                    default ->
                            throw new IllegalArgumentException(
                                    "there is no soak '" + args[0] + "'");
                };
        System.out.println(report.text());
        if (report.failures().isEmpty()) {
            delete(folder);
        } else {
            System.out.println("  what is left of the server: " + folder);
        }
        System.exit(report.failures().isEmpty() ? 0 : 1);
    }

    private static int number(String[] args, int otherwise) {
        return args.length > 1 ? Integer.parseInt(args[1]) : otherwise;
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
