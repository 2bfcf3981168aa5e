package lastgood.control.stack;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.Services;
import lastgood.core.port.Releases;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Pruned;
import lastgood.core.rollout.Sentences;
import lastgood.core.stack.history.ComponentHistory;
import lastgood.core.stack.history.Pinned.Pin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the past of a component, of what was written down. One release that cannot be read does not hide the others.
final class Past {
    private static final Logger LOG = LoggerFactory.getLogger(Past.class);

    private final Releases releases;
    private final Services services;
    private final StackRecord record;
    private final Map<Asked, Pin> found = new HashMap<>();

    private record Asked(ServiceName service, ReleaseId release) {}

    Past(Releases releases, Services services, StackRecord record) {
        this.releases = releases;
        this.services = services;
        this.record = record;
    }

    ComponentHistory of(String component) {
        SortedMap<ServiceName, List<HistoryLine>> histories = new TreeMap<>();
        services.all().forEach(loop -> histories.put(loop.service(), loop.history()));
        return ComponentHistory.of(
                component,
                record.entries(),
                histories,
                (service, release) ->
                        found.computeIfAbsent(
                                new Asked(service, release), asked -> pin(asked, component)));
    }

    private Pin pin(Asked asked, String component) {
        Optional<Release> release;
        try {
            release = releases.find(asked.service(), asked.release());
        } catch (IOException e) {
            LOG.warn("{}: {} cannot be read", asked.service(), asked.release(), e);
            return new Pin.Unknown(asked.release() + " cannot be read: " + e.getMessage());
        }
        return release.isEmpty() ? new Pin.Unknown(gone(asked)) : pin(release.get(), component);
    }

    private static Pin pin(Release release, String component) {
        var manifest = release.manifest();
        return manifest.used(component)
                .<Pin>map(own ->
                        new Pin.To(own.version(), manifest.accepted(component).orElse(List.of())))
                .orElseGet(Pin.None::new);
    }

    private String gone(Asked asked) {
        return services.find(asked.service())
                .flatMap(loop -> loop.state().standing().pruning(asked.release()))
                .map(pruned -> pruned(asked, pruned))
                .orElse(asked.release() + " is not in the store");
    }

    private static String pruned(Asked asked, Pruned pruned) {
        return asked.release()
                + " was pruned on "
                + Sentences.instant(pruned.at())
                + " by "
                + pruned.by();
    }
}
