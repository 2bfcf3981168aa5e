package lastgood.control.doctor;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import lastgood.control.drill.DrillDesk;
import lastgood.control.guard.Watcher;
import lastgood.control.move.WorldHealth;
import lastgood.control.preflight.Outlook;
import lastgood.control.preflight.Preflight;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.port.Labels;
import lastgood.core.port.RouteBoard;

/// Everybody whom the doctor asks, in the order in which they are shown.
public final class Checkups {
    private Checkups() {}

    /// @param outside those of other rooms: the disk, who is notified
    public static List<Checkup> all(
            List<Checkup> outside,
            WorldHealth worlds,
            RouteBoard board,
            Watcher watcher,
            Labels labels,
            Preflight preflight,
            Outlook outlook,
            StandbyKeeper standby,
            DrillDesk drills,
            InstantSource clock) {
        return Stream.concat(
                        outside.stream(),
                        Stream.of(
                                new WorldsCheckup(worlds),
                                new TrafficCheckup(board, watcher, labels),
                                new WayBackCheckup(preflight, outlook, standby),
                                new DrillCheckup(drills, outlook, clock)))
                .toList();
    }
}
