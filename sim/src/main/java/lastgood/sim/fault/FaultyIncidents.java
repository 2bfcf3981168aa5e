package lastgood.sim.fault;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lastgood.core.incident.Incident;
import lastgood.core.port.Incidents;

/// Incidents on a disk that fails.
public record FaultyIncidents(Incidents store, Weather weather) implements Incidents {

    @Override
    public Incident open(Incident draft) throws IOException {
        weather.call("before an incident is written");
        weather.write();
        return store.open(draft);
    }

    @Override
    public void change(int number, UnaryOperator<Incident> change) throws IOException {
        weather.call("before an incident is changed");
        weather.write();
        store.change(number, change);
    }

    @Override
    public Optional<Incident> find(int number) throws IOException {
        weather.read();
        return store.find(number);
    }

    @Override
    public List<Incident> list() throws IOException {
        weather.read();
        return store.list();
    }
}
