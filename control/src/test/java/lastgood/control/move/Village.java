package lastgood.control.move;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import lastgood.control.binding.Binder;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.QueuedErrands;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.port.MemoryComponents;
import lastgood.core.port.MemoryJournal;
import lastgood.core.port.MemoryNotifier;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.MemoryRouteBoard;
import lastgood.core.port.MemoryStackBook;
import lastgood.core.port.MemoryStandby;
import lastgood.core.port.Samples;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;
import lastgood.core.stack.Stack;
import lastgood.core.stack.StackEntry;

/// Three services that share one feature table, on fakes that outlive a process: `fraud`, `cost`, `audit`.
final class Village {
    static final ServiceName FRAUD = new ServiceName("fraud");
    static final ServiceName COST = new ServiceName("cost");
    static final ServiceName AUDIT = new ServiceName("audit");

    final MemoryJournal journal = new MemoryJournal();
    final MemoryReleases releases = new MemoryReleases();
    final MemoryComponents components = new MemoryComponents();
    final MemoryStackBook book = new MemoryStackBook();
    final MemoryStandby standby = new MemoryStandby();
    final MemoryNotifier notifier = new MemoryNotifier();
    final Fuse fuse = new Fuse();

    /// One process on what is stored.
    final class Life implements Hands {
        final MemoryRouteBoard board = new MemoryRouteBoard();
        final StackRecord record = new StackRecord(fuse.book(book));
        final Binder binder = new Binder(releases, components, record);
        final Services services = new Services(fuse.journal(journal), this);
        final WorldView view = new WorldView(services, releases, components);
        final Companions companions = new Companions(record, view, services);
        final StackMover mover =
                new StackMover(
                        record,
                        companions,
                        services,
                        new StandbyKeeper(
                                standby,
                                releases,
                                binder,
                                s -> loop(s).state(),
                                (_, state) -> state.rollbackTo()),
                        this,
                        () -> NOON);

        final QueuedErrands errands = new QueuedErrands();
        final StackKeeper keeper =
                new StackKeeper(
                        record, view, companions, mover, services, notifier, errands, () -> NOON);

        final Launcher launcher = new Launcher(record, view, companions, keeper);

        /// As a start does: what was cut off is finished, then everything that serves is put up.
        Life started() {
            mover.recover();
            services.all().forEach(loop -> loop.handle(new Event.Restarted(NOON)));
            return this;
        }

        ServiceLoop loop(ServiceName service) {
            return services.open(service);
        }

        ReleaseId live(ServiceName service) {
            return loop(service).state().phase().serving().orElseThrow();
        }

        @Override
        public void serve(ServiceName service, Command.Serve command) {
            board.pin(binder.bound(new Route(service, command.epoch(), command.split())));
        }

        @Override
        public void serve(List<Route> together) {
            fuse.around().accept(() -> board.pin(together.stream().map(binder::bound).toList()));
        }

        @Override
        public void carryOut(ServiceName service, State state, Instant at, Command command) {}

        @Override
        public void changed(ServiceName service, State state, Optional<HistoryLine> line) {}
    }

    /// @param accepts the versions of the table; the last is the one it was made with
    ReleaseId release(Life life, ServiceName service, String... accepts) throws IOException {
        var loop = life.loop(service);
        int number = loop.state().standing().releases().size() + 1;
        var model = stored(service + " " + number);
        var used = new ComponentId("table", accepts[accepts.length - 1]);
        var plain = Samples.parts(model);
        var parts =
                new Parts(
                        plain.model(),
                        new Parts.Features.Shared(used, stored(used.toString())),
                        plain.preprocessing(),
                        plain.schema(),
                        plain.runtime(),
                        plain.config());
        var requires = new TreeMap<String, List<String>>();
        requires.put("table", List.of(accepts));
        var manifest = new Manifest(parts, new Requires(requires));
        var id = new ReleaseId(number, releases.seal(manifest));
        releases.remember(
                new Release(
                        service,
                        id,
                        manifest,
                        Optional.empty(),
                        new TreeMap<>(),
                        Samples.evidence(),
                        NOON,
                        ALICE));
        loop.handle(new Event.Created(NOON, ALICE, id.digest()));
        return id;
    }

    /// It goes live at once, and earns good.
    void good(Life life, ServiceName service, ReleaseId id) {
        var loop = life.loop(service);
        loop.handle(new Event.Started(NOON, ALICE, id, atOnce()));
        var rollout = loop.state().phase().watched().orElseThrow();
        loop.handle(
                new Event.Judged(
                        NOON.plusSeconds(60),
                        rollout.number(),
                        rollout.terms().lastStep(),
                        rollout.terms().guards().all().stream().map(Village::quiet).toList(),
                        1000,
                        List.of()));
    }

    private static Reading quiet(Guard guard) {
        return new Reading(
                guard,
                new Verdict.NotApplicable(),
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1000,
                0,
                0,
                0,
                true,
                true,
                false);
    }

    void version(String version, String... revertsTo) throws IOException {
        var id = new ComponentId("table", version);
        components.add(
                new Component(
                        id,
                        Component.FEATURES,
                        Optional.of(stored(id.toString())),
                        Optional.empty(),
                        new Component.Lineage(
                                Migration.EXPAND,
                                Optional.of(List.of(revertsTo)),
                                Requires.NOTHING),
                        Optional.empty(),
                        NOON,
                        ALICE));
    }

    /// Everybody reads this version of the table from now on.
    void shared(Life life, String version) throws IOException {
        declared(life);
        life.record.write(new StackEntry.Adopted(NOON, ALICE, "table", version));
    }

    /// The table has one live version, whichever it is.
    void declared(Life life) throws IOException {
        var member = new Stack.Member("table", "features", Stack.LiveVersions.ONE);
        var stack = new Stack("village", List.of(FRAUD, COST, AUDIT), List.of(member), List.of());
        life.record.write(new StackEntry.Declared(NOON, ALICE, stack));
    }

    private Blob stored(String name) throws IOException {
        releases.store(new ByteArrayInputStream(Samples.bytes(name)));
        return Samples.blob(name);
    }

    static Terms atOnce() {
        var terms = Samples.terms();
        return new Terms(
                List.of(Share.ALL),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                Optional.empty(),
                terms.guards());
    }
}
