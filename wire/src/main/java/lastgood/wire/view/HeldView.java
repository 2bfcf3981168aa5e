package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import lastgood.core.rollout.Standing;

/// A release that may not be rolled out, and why.
public record HeldView(String release, Instant at, String by, String reason) {

    static List<HeldView> all(Standing standing) {
        return standing.held().entrySet().stream()
                .map(e ->
                        new HeldView(
                                "r" + e.getKey(),
                                e.getValue().at(),
                                e.getValue().by().text(),
                                e.getValue().reason()))
                .toList();
    }
}
