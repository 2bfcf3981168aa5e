package lastgood.core.port;

import java.util.List;
import java.util.SortedMap;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Refusals;
import lastgood.core.problem.Outcome;

/// Where drivers come from.
@FunctionalInterface
public interface Drivers {
    /// Where nothing drives anything.
    Drivers NONE =
            (component, kind, _) ->
                    Outcome.refused(
                            Refusals.failed(
                                    component + " has no driver '" + kind + "' here.", List.of()));

    /// Opens nothing and asks nothing: a world that is away is told by the driver, when it is needed.
    ///
    /// @param component its name, without a version
    /// @param kind of driver: `file`, `git`, `exec`, …
    /// @param settings by name; refused where the driver does not know them
    Outcome<ComponentDriver> make(
            String component, String kind, SortedMap<String, String> settings);
}
