package lastgood.gateway.emergency;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.gateway.routing.Emergency;
import lastgood.gateway.routing.Line;
import lastgood.gateway.routing.Switchboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts services back with what the gateway has in memory, and says in one line what came of it.
final class EmergencyDesk {
    private static final Logger LOG = LoggerFactory.getLogger(EmergencyDesk.class);

    private final Switchboard<?> board;
    private final InstantSource clock;
    private volatile boolean complete;

    EmergencyDesk(Switchboard<?> board, InstantSource clock) {
        this.board = board;
        this.clock = clock;
    }

    /// All that serves is routed: whatever has no route now is not here.
    void noMoreCome() {
        complete = true;
    }

    /// Whether a service of that name may still come up.
    boolean mayCome(String name) {
        return !complete && known(name).isEmpty();
    }

    /// @param done whether traffic is back; repeated, it is still done
    record Said(boolean done, String text) {}

    Said putBack(String name, Actor by) {
        var said = known(name).map(s -> putBack(s, by)).orElseGet(() -> new Said(false, unknown()));
        LOG.warn("put back '{}' by {}: {}", printable(name), by, said.text());
        return said;
    }

    private Said putBack(ServiceName service, Actor by) {
        return switch (board.putBack(service, clock.instant(), by)) {
            case Emergency.Gone(_, var from, var to) ->
                    new Said(true, service + ": all traffic is on " + to + "; it was on " + from);
            case Emergency.Already(var on) ->
                    new Said(true, service + ": all traffic was on " + on + " already");
            case Emergency.Nowhere(var why) ->
                    new Said(false, service + ": traffic stays where it is: " + why);
        };
    }

    /// Who serves what, in one line.
    String status() {
        var all =
                board.now().lines().values().stream()
                        .filter(line -> line.lanes().isPresent())
                        .sorted(Comparator.comparing(line -> line.service().text()))
                        .map(EmergencyDesk::told)
                        .collect(Collectors.joining("; "));
        return all.isEmpty() ? "no service has a live release" : all;
    }

    private Optional<ServiceName> known(String name) {
        return board.now().line(name).filter(line -> line.up().isPresent()).map(Line::service);
    }

    private String unknown() {
        var there =
                board.now().lines().values().stream()
                        .filter(line -> line.up().isPresent())
                        .map(line -> line.service().text())
                        .sorted()
                        .collect(Collectors.joining(", "));
        return (complete
                        ? "there is no service of that name here; "
                        : "there is no service of that name here yet, the server is starting; ")
                + (there.isEmpty() ? "none has a live release" : "there are " + there);
    }

    private static String told(Line<?> line) {
        var route = line.lanes().orElseThrow().route();
        var share =
                route.split() instanceof Route.Split.Trying t
                        ? t.share().isNone()
                                ? ", " + t.candidate() + " in shadow"
                                : ", " + t.share() + " of it on " + t.candidate()
                        : "";
        var withdrawn = line.up().equals(Optional.of(route)) ? "" : ", by the gateway itself";
        return line.service()
                + " on "
                + route.split().live()
                + share
                + " (epoch "
                + route.epoch()
                + withdrawn
                + ")";
    }

    /// What a stranger wrote does not get to write lines into the log.
    private static String printable(String text) {
        var some = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return some.replaceAll("\\p{Cntrl}", "?");
    }
}
