package lastgood.control.rollback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.control.binding.Binder;
import lastgood.control.move.Companions;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.port.Releases;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.Along;
import lastgood.core.rollback.Impacts;
import lastgood.core.rollback.Plan;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollback.closure.World;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says who goes back with a service, and what each of them serves with before and after.
public final class Party {
    private static final Logger LOG = LoggerFactory.getLogger(Party.class);

    private final Releases releases;
    private final Companions companions;
    private final Services services;
    private final Binder binder;

    public Party(Releases releases, Companions companions, Services services, Binder binder) {
        this.releases = releases;
        this.companions = companions;
        this.services = services;
        this.binder = binder;
    }

    /// @param unknown why it is not known who has to come along; then the service goes alone
    record Way(World world, Closure closure, Optional<String> unknown) {
        /// Those of the way, where there is one.
        Optional<Moves> moves() {
            return closure instanceof Closure.Found(var moves, _)
                    ? Optional.of(moves)
                    : Optional.empty();
        }
    }

    /// A store that cannot be read stops nobody from going back: the way is said not to be known.
    Way way(ServiceLoop loop, ReleaseId target) {
        try {
            var journey = companions.journey(loop.service(), target);
            return new Way(journey.world(), journey.closure(), Optional.empty());
        } catch (IOException e) {
            LOG.error("{}: who shares something with it cannot be read", loop.service(), e);
            return new Way(
                    new World(new TreeMap<>(), new TreeMap<>()),
                    new Closure.Found(Companions.alone(loop.service(), target), true),
                    Optional.of(
                            "what is shared cannot be read from the store, so who has to come along is not known"));
        }
    }

    /// Where a plain rollback goes.
    Optional<ReleaseId> rollbackTo(ServiceLoop loop) {
        return companions.target(loop.service(), loop.state());
    }

    Optional<ReleaseId> instead(ServiceLoop loop, ReleaseId blocked) {
        try {
            return companions.instead(loop, blocked);
        } catch (IOException e) {
            LOG.error("{}: where it can go back to cannot be read", loop.service(), e);
            return Optional.empty();
        }
    }

    /// The versions that everybody reads once these moves are made.
    SortedMap<String, String> after(Moves moves) {
        return companions.after(moves);
    }

    /// What serves now, and what will, with the shared versions of now and of then. Empty: not in the store.
    Optional<Release> before(ServiceName service, ReleaseId id) {
        return find(service, id, binder.versions());
    }

    Optional<Release> after(ServiceName service, ReleaseId id, Moves moves) {
        return find(service, id, companions.after(moves));
    }

    /// @param asked the service that all this is for
    Along along(ServiceName asked, Way way, Moves moves, Optional<Along.Move> own) {
        var unknown = new ArrayList<>(way.unknown().stream().toList());
        var going = new ArrayList<Along.Move>();
        for (var entry : moves.services().entrySet()) {
            var service = entry.getKey();
            if (service.equals(asked)) {
                continue;
            }
            var serving = services.find(service).flatMap(l -> l.state().phase().serving());
            var from = serving.flatMap(s -> before(service, s));
            var to = after(service, entry.getValue(), moves);
            if (from.isPresent() && to.isPresent()) {
                going.add(new Along.Move(from.get(), to.get()));
                if (to.get().evidence().golden().isEmpty()) {
                    unknown.add(
                            service
                                    + " "
                                    + entry.getValue()
                                    + " has no golden answers to be verified by");
                }
            }
        }
        if (way.closure() instanceof Closure.Found(_, var isSmallest) && !isSmallest) {
            unknown.add("there may be a smaller way: not every combination was looked at");
        }
        var components =
                moves.components().entrySet().stream()
                        .map(e ->
                                new Plan.Change.OfComponent(
                                        e.getKey(),
                                        Optional.ofNullable(binder.versions().get(e.getKey()))
                                                .orElse("none"),
                                        e.getValue()))
                        .toList();
        var impact =
                Stream.concat(
                                Impacts.of(way.world(), asked, moves).stream(),
                                own.stream().flatMap(move -> sideBySide(asked, move).stream()))
                        .toList();
        return new Along(going, components, impact, Impacts.why(way.world(), moves), unknown);
    }

    private List<Plan.Impact> sideBySide(ServiceName asked, Along.Move move) {
        try {
            return companions
                    .sideBySide(asked, move.from().manifest(), move.to().manifest())
                    .entrySet()
                    .stream()
                    .map(e -> new Plan.Impact(e.getKey(), e.getValue()))
                    .toList();
        } catch (IOException e) {
            LOG.error("{}: who reads the same components cannot be read", asked, e);
            return List.of();
        }
    }

    /// With its own evidence: what it was tried with before stays what it was.
    private Optional<Release> find(
            ServiceName service, ReleaseId id, SortedMap<String, String> versions) {
        try {
            var release = releases.find(service, id);
            if (release.isEmpty()) {
                return release;
            }
            var own = release.get();
            return Optional.of(
                    new Release(
                            own.service(),
                            own.id(),
                            binder.bind(own, versions).manifest(),
                            own.label(),
                            own.annotations(),
                            own.evidence(),
                            own.at(),
                            own.by()));
        } catch (IOException e) {
            LOG.error("{}: {} cannot be read from the store", service, id, e);
            return Optional.empty();
        }
    }

    /// What a service is on its way to.
    static Optional<Phase.Returning> goal(Decision decision) {
        return decision instanceof Decision.Changed(var next, _, _, _)
                        && next.phase() instanceof Phase.Returning r
                ? Optional.of(r)
                : Optional.empty();
    }
}
