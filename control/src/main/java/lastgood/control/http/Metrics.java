package lastgood.control.http;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import lastgood.control.drill.DrillDesk;
import lastgood.control.preflight.Preflight;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;

/// What Prometheus reads, gathered anew each time it does.
public final class Metrics {
    private static final List<String> STATES =
            List.of(
                    "empty",
                    "steady",
                    "shadow",
                    "canary",
                    "paused",
                    "baking",
                    "returning",
                    "stuck");

    /// A number of the gateway's own, under the name it is shown by.
    ///
    /// @param labels what it is about, where it is about one of several
    public record Sample(String name, String help, SortedMap<String, String> labels, double value) {
        public Sample {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        public Sample(String name, String help, double value) {
            this(name, help, new TreeMap<>(), value);
        }
    }

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Services services;
    private final StandbyKeeper standby;
    private final Preflight preflight;
    private final DrillDesk drills;
    private final Supplier<List<Sample>> gateway;

    public Metrics(
            Services services,
            StandbyKeeper standby,
            Preflight preflight,
            DrillDesk drills,
            Supplier<List<Sample>> gateway) {
        this.preflight = preflight;
        this.drills = drills;
        this.services = services;
        this.standby = standby;
        this.gateway = gateway;
    }

    synchronized String text() {
        var loops = services.all();
        row("lastgood.service.state", "1 for the state the service is in", states(loops));
        row(
                "lastgood.service.epoch",
                "number of the latest routing change",
                loops,
                l -> l.state().standing().epoch());
        row(
                "lastgood.service.candidate.share",
                "part of requests the candidate gets",
                loops,
                l -> l.state().phase().share());
        row(
                "lastgood.service.ready",
                "1 if a rollback could be done within milliseconds now",
                loops,
                l -> standby.notReady(l.service(), l.state()).isEmpty() ? 1 : 0);
        row(
                "lastgood.service.held",
                "releases that are held",
                loops,
                l -> l.state().standing().held().size());
        row(
                "lastgood.service.unrecorded",
                "retreats that act but are not written down",
                loops,
                loop -> loop.unrecorded().size());
        row(
                "lastgood.service.way.back",
                "1 if this release could be gone back to when it was last looked at",
                waysBack(loops));
        row(
                "lastgood.service.way.back.checked",
                "Unix time of that look, in seconds",
                lookedAt(loops));
        row("lastgood.service.drill.passed", "1 if the latest drill passed", drilled(loops));
        for (var sample : gateway.get()) {
            row(
                    sample.name(),
                    sample.help(),
                    List.of(MultiGauge.Row.of(tags(sample.labels()), sample.value())));
        }
        return registry.scrape();
    }

    private static Tags tags(SortedMap<String, String> labels) {
        return Tags.of(
                labels.entrySet().stream()
                        .map(label -> Tag.of(label.getKey(), label.getValue()))
                        .toList());
    }

    private void row(
            String name,
            String help,
            List<ServiceLoop> loops,
            java.util.function.ToDoubleFunction<ServiceLoop> value) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        loops.forEach(l ->
                rows.add(
                        MultiGauge.Row.of(
                                Tags.of("service", l.service().text()), value.applyAsDouble(l))));
        row(name, help, rows);
    }

    private void row(String name, String help, List<MultiGauge.Row<?>> rows) {
        MultiGauge.builder(name).description(help).register(registry).register(rows, true);
    }

    private List<MultiGauge.Row<?>> waysBack(List<ServiceLoop> loops) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        for (var loop : loops) {
            for (var way : preflight.of(loop.service())) {
                var tags =
                        Tags.of(
                                "service", loop.service().text(),
                                "release", way.release().name());
                rows.add(MultiGauge.Row.of(tags, way.isOpen() ? 1 : 0));
            }
        }
        return rows;
    }

    private List<MultiGauge.Row<?>> lookedAt(List<ServiceLoop> loops) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        for (var loop : loops) {
            preflight.of(loop.service()).stream()
                    .mapToLong(way -> way.at().getEpochSecond())
                    .min()
                    .ifPresent(at ->
                            rows.add(
                                    MultiGauge.Row.of(
                                            Tags.of("service", loop.service().text()), at)));
        }
        return rows;
    }

    private List<MultiGauge.Row<?>> drilled(List<ServiceLoop> loops) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        for (var loop : loops) {
            drills.last(loop.service())
                    .ifPresent(drill ->
                            rows.add(
                                    MultiGauge.Row.of(
                                            Tags.of("service", loop.service().text()),
                                            drill.isPassed() ? 1 : 0)));
        }
        return rows;
    }

    private static List<MultiGauge.Row<?>> states(List<ServiceLoop> loops) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        for (var loop : loops) {
            for (var state : STATES) {
                int here = loop.state().phase().word().equals(state) ? 1 : 0;
                rows.add(
                        MultiGauge.Row.of(
                                Tags.of("service", loop.service().text(), "state", state), here));
            }
        }
        return rows;
    }
}
