package lastgood.server.soak.kill;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What one person who acts alone knows of a service: whether r2 is being tried, and which releases are held. r1 is live
/// all the time.
///
/// @param paused by that person
record Standing(boolean trying, boolean paused, Set<String> held) {
    static final String LIVE = "r1";
    static final String CANDIDATE = "r2";

    Standing {
        held = Set.copyOf(held);
    }

    /// @param release which one, where the deed is about one
    Standing after(Deed deed, String release) {
        return switch (deed) {
            case CREATE, COMPONENT, APPLY, LABELS -> this;
            case HOLD -> new Standing(trying, paused, with(release));
            case UNHOLD -> new Standing(trying, paused, without(release));
            case START -> new Standing(true, false, held);
            case PAUSE -> new Standing(trying, true, held);
            case RESUME -> new Standing(trying, false, held);
            case STOP -> new Standing(false, false, held);
            case ROLLBACK -> new Standing(false, false, with(CANDIDATE));
        };
    }

    /// All that may come of a deed that was cut off, beside nothing. Of a stop no more may be left than that traffic was
    /// taken from the candidate: then it is held, as after any retreat that the server did not see the end of.
    List<Standing> ends(Deed deed, String release) {
        return deed == Deed.STOP
                ? List.of(after(deed, release), after(Deed.ROLLBACK, release))
                : List.of(after(deed, release));
    }

    /// As the server tells it.
    static Standing of(JsonNode status) {
        var held =
                status.get("held")
                        .valueStream()
                        .map(h -> h.get("release").stringValue())
                        .collect(Collectors.toSet());
        return new Standing(
                !status.get("candidate").isNull(),
                status.get("state").stringValue().equals("paused"),
                held);
    }

    /// After a restart nobody is tried until somebody says so.
    Standing afterRestart() {
        return new Standing(trying, trying, held);
    }

    private Set<String> with(String release) {
        var more = new TreeSet<>(held);
        more.add(release);
        return more;
    }

    private Set<String> without(String release) {
        var fewer = new TreeSet<>(held);
        fewer.remove(release);
        return fewer;
    }
}
