package lastgood.gateway.running.program;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What was asked of each endpoint by all releases, and which addresses some of them do not ask.
public final class EndpointBook {
    /// @param requests sent or tried to be sent there, the retried ones included
    /// @param failures of those, that were not answered because of the server
    /// @param retried of the requests, those that another address or connection did not take before
    /// @param out who does not ask it, and why
    public record Told(
            String endpoint,
            URI address,
            long requests,
            long failures,
            long retried,
            List<Out> out) {
        public Told {
            out = List.copyOf(out);
        }
    }

    /// @param release that does not ask it
    /// @param alone whether it has no other address left
    public record Out(String release, String why, boolean alone) {}

    private record Place(String endpoint, URI address) {}

    static final class Row {
        private final LongAdder requests = new LongAdder();
        private final LongAdder failures = new LongAdder();
        private final LongAdder retries = new LongAdder();

        void asked() {
            requests.increment();
        }

        void failed() {
            failures.increment();
        }

        void retried() {
            retries.increment();
        }
    }

    private final Map<Place, Row> rows = new ConcurrentHashMap<>();
    private final Map<Addresses, String> open = new ConcurrentHashMap<>();

    /// With a row for each address, also for those that nobody asks.
    public EndpointBook(Endpoints endpoints) {
        endpoints
                .addresses()
                .forEach((name, addresses) -> addresses.forEach(address -> row(name, address)));
    }

    Row row(String endpoint, URI address) {
        return rows.computeIfAbsent(new Place(endpoint, address), _ -> new Row());
    }

    void open(String endpoint, Addresses addresses) {
        open.put(addresses, endpoint);
    }

    void close(Addresses addresses) {
        open.remove(addresses);
    }

    /// By endpoint and address.
    public List<Told> told() {
        var told = new ArrayList<Told>();
        rows.forEach((place, row) ->
                told.add(
                        new Told(
                                place.endpoint(),
                                place.address(),
                                row.requests.sum(),
                                row.failures.sum(),
                                row.retries.sum(),
                                out(place))));
        told.sort(Comparator.comparing(Told::endpoint).thenComparing(Told::address));
        return told;
    }

    private List<Out> out(Place place) {
        var out = new ArrayList<Out>();
        for (var entry : open.entrySet()) {
            var addresses = entry.getKey();
            int at = addresses.servers().indexOf(place.address());
            if (at < 0 || !entry.getValue().equals(place.endpoint())) {
                continue;
            }
            var why = addresses.out();
            boolean alone = why.stream().allMatch(Optional::isPresent);
            why.get(at).ifPresent(w -> out.add(new Out(addresses.who(), w, alone)));
        }
        out.sort(Comparator.comparing(Out::release));
        return out;
    }
}
