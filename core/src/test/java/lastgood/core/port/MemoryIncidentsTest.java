package lastgood.core.port;

class MemoryIncidentsTest extends IncidentsContract {
    private final MemoryIncidents incidents = new MemoryIncidents();

    @Override
    protected Incidents open() {
        return incidents;
    }
}
