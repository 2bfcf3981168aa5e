package lastgood.control.move;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.WaysBack;
import lastgood.core.release.Manifest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Misfit;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollback.closure.World;
import lastgood.core.rollout.State;
import lastgood.core.stack.StackMove;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who has to come along when a service goes back to a release.
public final class Companions implements WaysBack {
    private static final Logger LOG = LoggerFactory.getLogger(Companions.class);

    private final StackRecord record;
    private final WorldView view;
    private final Services services;

    public Companions(StackRecord record, WorldView view, Services services) {
        this.record = record;
        this.view = view;
        this.services = services;
    }

    /// Where a service would go, and what that takes.
    ///
    /// @param world as it is now; empty where nobody shares a component of one live version
    public record Journey(World world, Closure closure) {}

    /// The smallest safe set of moves, or why there is none. Where nothing is shared it is the service alone.
    public Closure closure(ServiceName service, ReleaseId target) throws IOException {
        return journey(service, target).closure();
    }

    public Journey journey(ServiceName service, ReleaseId target) throws IOException {
        var stacks = record.now();
        if (stacks.live().isEmpty()) {
            return new Journey(
                    new World(new TreeMap<>(), new TreeMap<>()),
                    new Closure.Found(alone(service, target), true));
        }
        var world = view.of(stacks);
        var option = view.option(service, target, stacks.live().keySet());
        return new Journey(world, Closure.of(world, service, option));
    }

    /// A service that goes by itself.
    public static Moves alone(ServiceName service, ReleaseId target) {
        var alone = new TreeMap<ServiceName, ReleaseId>();
        alone.put(service, target);
        return new Moves(alone, new TreeMap<>());
    }

    /// The newest other release that a service can go back to, good ones first.
    public Optional<ReleaseId> instead(ServiceLoop loop, ReleaseId blocked) throws IOException {
        var state = loop.state();
        var serving = state.phase().serving();
        var older =
                state.standing().releases().reversed().stream()
                        .filter(r -> serving.filter(s -> r.number() < s.number()).isPresent())
                        .filter(r -> !r.equals(blocked) && !state.standing().isHeld(r))
                        .filter(r -> !state.standing().isPruned(r))
                        .sorted(Comparator.comparing(r -> !state.standing().isGood(r)))
                        .toList();
        for (var id : older) {
            if (closure(loop.service(), id) instanceof Closure.Found) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    /// As [State#rollbackTo()], past those that nobody can make safe now.
    ///
    /// Where a rollout is watched that is where it came from, whatever others read: a trip goes there and asks nobody.
    @Override
    public Optional<ReleaseId> target(ServiceName service, State state) {
        var first = state.rollbackTo();
        if (record.now().live().isEmpty() || state.phase().watched().isPresent()) {
            return first;
        }
        try {
            var id = first;
            while (id.isPresent() && !(closure(service, id.get()) instanceof Closure.Found)) {
                id = state.standing().goodBefore(id.get());
            }
            return id;
        } catch (IOException e) {
            LOG.error("{}: what it shares cannot be read from the store", service, e);
            return first;
        }
    }

    @Override
    public Optional<String> obstacle(ServiceName service, State state) {
        var to = target(service, state).or(state::rollbackTo);
        if (record.now().live().isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        try {
            return closure(service, to.get()) instanceof Closure.Blocked(var misfits, _)
                    ? Optional.of(
                            to.get()
                                    + " does not fit what is shared: "
                                    + String.join(
                                            "; ", misfits.stream().map(Misfit::toString).toList()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("what it shares cannot be read from the store: " + e.getMessage());
        }
    }

    /// The versions that everybody reads once these moves are made.
    public SortedMap<String, String> after(Moves moves) {
        var next = new TreeMap<>(record.now().live());
        next.putAll(moves.components());
        return next;
    }

    /// The other services that read, side by side, a component that this service reads in another version then.
    public SortedMap<ServiceName, String> sideBySide(
            ServiceName service, Manifest from, Manifest to) throws IOException {
        var changed =
                from.components().stream()
                        .filter(name -> !record.now().live().containsKey(name))
                        .filter(name -> !from.used(name).equals(to.used(name)))
                        .toList();
        var others = new TreeMap<ServiceName, String>();
        for (var loop : services.all()) {
            var serving = loop.state().phase().serving();
            if (!loop.service().equals(service) && serving.isPresent()) {
                view.manifest(loop.service(), serving.get()).stream()
                        .flatMap(m -> changed.stream().flatMap(name -> m.used(name).stream()))
                        .findFirst()
                        .ifPresent(used ->
                                others.put(
                                        loop.service(),
                                        "stays on "
                                                + serving.get()
                                                + ": reads "
                                                + used
                                                + " by itself"));
            }
        }
        return others;
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
