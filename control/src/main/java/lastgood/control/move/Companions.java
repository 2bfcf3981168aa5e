package lastgood.control.move;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.stack.StackMove;

/// Who has to come along when a service goes back to a release.
public final class Companions {
    private final StackRecord record;
    private final WorldView view;
    private final Services services;

    public Companions(StackRecord record, WorldView view, Services services) {
        this.record = record;
        this.view = view;
        this.services = services;
    }

    /// The smallest safe set of moves, or why there is none. Where nothing is shared it is the service alone.
    public Closure closure(ServiceName service, ReleaseId target) throws IOException {
        var stacks = record.now();
        if (stacks.live().isEmpty()) {
            var alone = new TreeMap<ServiceName, ReleaseId>();
            alone.put(service, target);
            return new Closure.Found(new Moves(alone, new TreeMap<>()), true);
        }
        var world = view.of(stacks);
        return Closure.of(world, service, view.option(service, target, stacks.live().keySet()));
    }

    /// The services that stay and read one of these components, live or as a candidate.
    public List<ServiceLoop> readers(SortedMap<String, String> components, Moves moves)
            throws IOException {
        var readers = new ArrayList<ServiceLoop>();
        for (var loop : services.all()) {
            if (!moves.services().containsKey(loop.service()) && reads(loop, components)) {
                readers.add(loop);
            }
        }
        return readers;
    }

    private boolean reads(ServiceLoop loop, SortedMap<String, String> components)
            throws IOException {
        var phase = loop.state().phase();
        for (var id : List.of(phase.serving(), phase.candidate())) {
            if (id.isPresent()
                    && !view.needs(loop.service(), id.get(), components.keySet())
                            .versions()
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// What a service that stays serves, if it reads a version now that fits and would read one that does not.
    Optional<ReleaseId> misfit(ServiceLoop loop, List<StackMove.OfComponent> components)
            throws IOException {
        var serving = loop.state().phase().serving();
        if (serving.isEmpty()) {
            return Optional.empty();
        }
        for (var each : components) {
            var accepted =
                    Optional.ofNullable(
                            view.needs(loop.service(), serving.get(), Set.of(each.component()))
                                    .versions()
                                    .get(each.component()));
            if (accepted.isPresent()
                    && !accepted.get().contains(each.to())
                    && each.from().filter(accepted.get()::contains).isPresent()) {
                return serving;
            }
        }
        return Optional.empty();
    }

    /// Whether the candidate of a service that stays can go on with these versions; true where it has none.
    public boolean candidateAccepts(ServiceLoop loop, SortedMap<String, String> components)
            throws IOException {
        var candidate = loop.state().phase().candidate();
        return candidate.isEmpty()
                || view
                        .needs(loop.service(), candidate.get(), components.keySet())
                        .versions()
                        .entrySet()
                        .stream()
                        .allMatch(need ->
                                Optional.ofNullable(components.get(need.getKey()))
                                        .map(need.getValue()::contains)
                                        .orElse(true));
    }
}
