package lastgood.gateway.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// All that routing knows at one moment. A request reads it once and goes by that one to its end.
///
/// @param lines by service name
public record Snapshot<R>(Map<String, Line<R>> lines) {

    public Snapshot {
        lines = Map.copyOf(lines);
    }

    public Optional<Line<R>> line(String service) {
        return Optional.ofNullable(lines.get(service));
    }

    Snapshot<R> with(Line<R> line) {
        var next = new HashMap<>(lines);
        next.put(line.service().text(), line);
        return new Snapshot<>(next);
    }
}
