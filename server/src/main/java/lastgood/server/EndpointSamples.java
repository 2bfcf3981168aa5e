package lastgood.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lastgood.control.http.Metrics;
import lastgood.gateway.running.program.EndpointBook;

/// What Prometheus is told of servers elsewhere, by endpoint and address.
final class EndpointSamples {
    private EndpointSamples() {}

    static List<Metrics.Sample> of(List<EndpointBook.Told> endpoints) {
        var samples = new ArrayList<Metrics.Sample>();
        for (var told : endpoints) {
            samples.add(
                    sample(
                            told,
                            "requests",
                            "requests sent to the address, or tried to be",
                            told.requests()));
            samples.add(
                    sample(
                            told,
                            "failures",
                            "of those, not answered because of the server",
                            told.failures()));
            samples.add(
                    sample(
                            told,
                            "retried",
                            "of the requests, those that went there once another address or connection had not taken them",
                            told.retried()));
            samples.add(
                    sample(
                            told,
                            "ejected",
                            "loaded releases that do not ask the address after failures",
                            told.out().size()));
        }
        return samples;
    }

    private static Metrics.Sample sample(
            EndpointBook.Told told, String name, String help, long value) {
        return new Metrics.Sample(
                "lastgood.endpoint." + name,
                help,
                new TreeMap<>(
                        Map.of("endpoint", told.endpoint(), "address", told.address().toString())),
                value);
    }
}
