package lastgood.gateway.snapshot;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import lastgood.core.port.Vetoes;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// Vetoes that are taken off only when no snapshot on the disk serves what they forbid any more.
///
/// A veto is taken off because the journal has it. But whoever starts without control reads no journal: taken off too early,
/// the older snapshot would bring back what was withdrawn. One that is left over does no harm.
public final class LastingVetoes implements Vetoes {
    private final Vetoes disk;
    private final BooleanSupplier kept;
    private final Map<ServiceName, Set<Route.Veto>> done = new HashMap<>();

    /// @param kept writes down what is served now in the place of every snapshot there is, and says whether that was done
    public LastingVetoes(Vetoes disk, BooleanSupplier kept) {
        this.disk = disk;
        this.kept = kept;
    }

    @Override
    public synchronized boolean add(ServiceName service, Route.Veto veto) {
        done(service).remove(veto);
        return disk.add(service, veto);
    }

    /// From now on it is in force no more. The disk is for [#takeOff]: whoever says so has better things to do than to wait for it.
    @Override
    public synchronized void remove(ServiceName service, Route.Veto veto) {
        done(service).add(veto);
    }

    @Override
    public synchronized Set<Route.Veto> of(ServiceName service) {
        var all = new HashSet<>(disk.of(service));
        all.removeAll(done(service));
        return Set.copyOf(all);
    }

    /// Takes off what may be. To be called again and again, by a thread that may wait for the disk.
    public void takeOff() {
        Map<ServiceName, Set<Route.Veto>> before;
        synchronized (this) {
            before = new HashMap<>();
            done.forEach((service, vetoes) -> before.put(service, Set.copyOf(vetoes)));
        }
        // What is kept now is newer than each of these.
        if (before.values().stream().allMatch(Set::isEmpty) || !kept.getAsBoolean()) {
            return;
        }
        before.forEach((service, vetoes) -> vetoes.forEach(veto -> takeOff(service, veto)));
    }

    private synchronized void takeOff(ServiceName service, Route.Veto veto) {
        if (done(service).remove(veto)) {
            disk.remove(service, veto);
        }
    }

    private Set<Route.Veto> done(ServiceName service) {
        return done.computeIfAbsent(service, _ -> new HashSet<>());
    }
}
