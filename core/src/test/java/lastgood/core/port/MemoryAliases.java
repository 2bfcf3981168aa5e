package lastgood.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;

/// Remembers what it was told, and shows what a test wants it to.
public final class MemoryAliases implements Aliases {
    private final List<String> told = new ArrayList<>();
    private final Map<ServiceName, Shown> shown = new ConcurrentHashMap<>();

    @Override
    public synchronized void changed(ServiceName service, State state) {
        var line =
                service
                        + " live "
                        + name(state.phase().serving())
                        + " good "
                        + name(state.standing().lastGood());
        if (told.isEmpty() || !told.getLast().equals(line)) {
            told.add(line);
        }
    }

    @Override
    public Optional<Shown> of(ServiceName service) {
        return Optional.ofNullable(shown.get(service));
    }

    public void show(ServiceName service, Shown how) {
        shown.put(service, how);
    }

    /// `wine live r1 good none`, each once until it changes.
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    private static String name(Optional<ReleaseId> release) {
        return release.map(ReleaseId::name).orElse("none");
    }
}
