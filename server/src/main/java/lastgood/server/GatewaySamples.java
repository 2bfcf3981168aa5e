package lastgood.server;

import java.util.ArrayList;
import java.util.List;
import lastgood.control.http.Metrics;
import lastgood.core.port.PredictionLog;
import lastgood.gateway.Gateway;
import lastgood.records.Records;

/// A gateway's own figures, as Prometheus is told them.
final class GatewaySamples {
    private GatewaySamples() {}

    static List<Metrics.Sample> of(Gateway gateway, Records records) {
        var samples = new ArrayList<>(figures(gateway, records));
        samples.addAll(EndpointSamples.of(gateway.endpoints()));
        return samples;
    }

    private static List<Metrics.Sample> figures(Gateway gateway, Records records) {
        var stats = gateway.stats();
        var tallies = records.log().tallies().values();
        return List.of(
                new Metrics.Sample(
                        "lastgood.gateway.requests",
                        "prediction requests answered",
                        stats.requests()),
                new Metrics.Sample(
                        "lastgood.gateway.errors",
                        "of those, answered with an error",
                        stats.errors()),
                new Metrics.Sample(
                        "lastgood.gateway.degraded",
                        "of those, answered with a service's fixed answer, as no release could",
                        stats.degraded()),
                new Metrics.Sample(
                        "lastgood.gateway.shed",
                        "of those, refused at once, as too many were waiting to answer them in time",
                        stats.shed()),
                new Metrics.Sample(
                        "lastgood.gateway.waiting",
                        "rows that wait for releases too slow for the event loops",
                        stats.waiting()),
                new Metrics.Sample(
                        "lastgood.gateway.inflight",
                        "prediction requests under way",
                        stats.inFlight()),
                new Metrics.Sample(
                        "lastgood.gateway.loaded", "releases loaded and warm", stats.loaded()),
                new Metrics.Sample(
                        "lastgood.gateway.runners",
                        "of those, in a process of their own that is up",
                        stats.processes()),
                new Metrics.Sample(
                        "lastgood.gateway.held",
                        "bytes held for prediction requests under way",
                        stats.held()),
                new Metrics.Sample(
                        "lastgood.predictions.noted",
                        "predictions to be written to the prediction log, the dropped ones included",
                        tallies.stream().mapToLong(PredictionLog.Tally::noted).sum()),
                new Metrics.Sample(
                        "lastgood.predictions.dropped",
                        "of those, dropped, as the log or its disk was too slow or too full",
                        tallies.stream().mapToLong(PredictionLog.Tally::dropped).sum()));
    }
}
