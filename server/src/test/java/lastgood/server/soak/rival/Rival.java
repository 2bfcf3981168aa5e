package lastgood.server.soak.rival;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Load.Pace;
import lastgood.server.soak.client.Row;
import lastgood.testing.Patience;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Switches somebody else's server between two sides under load, and tells what clients met.
///
/// `Rival SPEC.json` prints one line of JSON. The file says `url`, `service`, `body` (a file), `marks` (of each side, a text
/// that its answers hold), `lever`, `switches`, `requests` and `rate`. The first side answers when it begins.
public final class Rival {
    private static final int CLIENTS = 16;
    private static final Duration SOON = Duration.ofSeconds(30);

    /// So many answers in a row from the new side end a switch, and the next may come.
    private static final int SETTLED = 4 * CLIENTS;

    private final JsonNode spec;
    private final Lever lever;
    private final AtomicLong inARow = new AtomicLong();
    private volatile int wanted;

    private Rival(JsonNode spec) {
        this.spec = spec;
        this.lever = Levers.of(spec.get("lever"));
    }

    public static void main(String[] args) throws IOException {
        var json = new JsonMapper();
        var result = new Rival(json.readTree(Files.readString(Path.of(args[0])))).run();
        System.out.println(json.writeValueAsString(result));
        System.exit(0);
    }

    private Map<String, Object> run() throws IOException {
        int switches = spec.get("switches").intValue();
        long requests = spec.get("requests").longValue();
        var row = new Row(0, new float[0], -1, Files.readAllBytes(path("body")));
        var marks = spec.get("marks").valueStream().map(JsonNode::stringValue).toList();
        var ears = Stream.generate(() -> new Sides(marks, this::heard)).limit(CLIENTS).toList();
        var pace = new Pace(CLIENTS, spec.get("rate").intValue());
        var at = new long[switches];
        var url = URI.create(spec.get("url").stringValue());
        long began = System.nanoTime();
        try (var load =
                Load.start(url, spec.get("service").stringValue(), List.of(row), pace, ears)) {
            settle(0);
            for (int i = 0; i < switches; i++) {
                int side = (i + 1) % 2;
                var pull = lever.prepared(side);
                at[i] = System.nanoTime();
                pull.pull();
                settle(side);
                long due = requests * (i + 1) / switches;
                Patience.until("requests are answered", SOON, () -> load.asked() >= due);
            }
        }
        long took = System.nanoTime() - began;
        var lags = new long[switches];
        ears.forEach(e -> e.raise(at, 0, lags));
        return Map.of(
                "switches", switches,
                "requests", ears.stream().mapToLong(e -> e.answers() + e.failed()).sum(),
                "failed", ears.stream().mapToLong(Sides::failed).sum(),
                "why", ears.stream().flatMap(e -> e.complaints().stream()).limit(3).toList(),
                "seconds", took / 1e9,
                "asked", LongStream.of(lags).boxed().toList());
    }

    /// What fails on the way is a result, and ends nothing; a switch that never comes does.
    private void settle(int side) {
        wanted = side;
        inARow.set(0);
        Patience.until("side " + side + " answers", SOON, () -> inARow.get() >= SETTLED);
    }

    private void heard(int side) {
        if (side == wanted) {
            inARow.incrementAndGet();
        } else {
            inARow.set(0);
        }
    }

    private Path path(String name) {
        return Path.of(spec.get(name).stringValue());
    }
}
