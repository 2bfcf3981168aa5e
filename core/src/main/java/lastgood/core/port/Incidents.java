package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lastgood.core.incident.Incident;

/// The stories of trips, by number.
public interface Incidents {
    /// Stores an incident under the next free number, which it is given; one about the same service and rollout that
    /// is there already stays as it is and is answered. Durable when it returns.
    Incident open(Incident draft) throws IOException;

    /// Replaces an incident by what `change` makes of it. Unknown numbers are left alone.
    void change(int number, UnaryOperator<Incident> change) throws IOException;

    Optional<Incident> find(int number) throws IOException;

    /// Newest first.
    List<Incident> list() throws IOException;
}
