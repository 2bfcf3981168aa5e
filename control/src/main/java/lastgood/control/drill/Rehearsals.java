package lastgood.control.drill;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.core.drill.Drill;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// What is known of drills without asking the disk: a plan is wanted also where that does not answer.
final class Rehearsals {
    private final Map<ServiceName, Drill> last = new ConcurrentHashMap<>();
    private final Map<Of, Drill> passed = new ConcurrentHashMap<>();
    private final Map<Of, Drill> tried = new ConcurrentHashMap<>();

    private record Of(ServiceName service, ReleaseId release) {}

    /// The oldest first.
    void add(Drill drill) {
        var of = new Of(drill.service(), drill.release());
        last.put(drill.service(), drill);
        tried.put(of, drill);
        if (drill.isPassed()) {
            passed.put(of, drill);
        }
    }

    Optional<Drill> last(ServiceName service) {
        return Optional.ofNullable(last.get(service));
    }

    Optional<Drill> passed(ServiceName service, ReleaseId release) {
        return Optional.ofNullable(passed.get(new Of(service, release)));
    }

    Optional<Drill> last(ServiceName service, ReleaseId release) {
        return Optional.ofNullable(tried.get(new Of(service, release)));
    }
}
