package lastgood.control.move;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.control.binding.Binder;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.QueuedErrands;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.control.rollout.WaysBack;
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
import lastgood.core.rollout.State;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;
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
    final FakeWorlds worlds = new FakeWorlds(fuse);
    Instant now = NOON;
    WorldLimits limits =
            new WorldLimits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    3,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20));

    /// One process on what is stored.
    final class Life implements Hands {
        final MemoryRouteBoard board = new MemoryRouteBoard();
        final QueuedErrands errands = new QueuedErrands();
        final List<String> notices = new ArrayList<>();
        final List<Duration> pauses = new ArrayList<>();
        final StackRecord record = new StackRecord(fuse.book(book), errands);
        final Binder binder = new Binder(releases, components, record);
        final Services services = new Services(fuse.journal(journal), this);
        final WorldView view = new WorldView(services, releases, components);
        final Companions companions = new Companions(record, view, services);
        final StackMover mover =
                new StackMover(
                        record,
                        companions,
                        services,
                        standbyOf(this),
                        this,
                        new WorldMoves(new Worlds(components, worlds, limits), pauses::add),
                        errands,
                        () -> now);

        final StackKeeper keeper =
                new StackKeeper(
                        record, view, companions, mover, services, notifier, errands, () -> now);

        final Launcher launcher = new Launcher(record, view, companions, keeper);

        /// As a start does: what was cut off is finished, then everything that serves is put up.
        Life started() {
            mover.recover();
            services.all().forEach(loop -> loop.handle(new Event.Restarted(now)));
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
        public void carryOut(ServiceName service, State state, Instant at, Command command) {
            if (command instanceof Command.Notify(var notice, var text)
                    && notice == Command.Notice.STUCK) {
                notices.add(text);
            }
        }

        @Override
        public void changed(ServiceName service, State state, Optional<HistoryLine> line) {}
    }

    /// @param accepts the versions of the table; the last is the one it was made with
    ReleaseId release(Life life, ServiceName service, String... accepts) throws IOException {
        var requires = new TreeMap<String, List<String>>();
        requires.put("table", List.of(accepts));
        return release(life, service, requires);
    }

    /// @param requires it uses the last version of the first component, and needs the others
    ReleaseId release(Life life, ServiceName service, SortedMap<String, List<String>> requires)
            throws IOException {
        var loop = life.loop(service);
        int number = loop.state().standing().releases().size() + 1;
        var model = stored(service + " " + number);
        var first = requires.firstKey();
        var used = new ComponentId(first, requires.firstEntry().getValue().getLast());
        var plain = Samples.parts(model);
        var parts =
                new Parts(
                        plain.model(),
                        new Parts.Features.Shared(used, stored(used.toString())),
                        plain.preprocessing(),
                        plain.schema(),
                        plain.runtime(),
                        plain.config());
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

    StandbyKeeper standbyOf(Life life) {
        return new StandbyKeeper(
                standby, releases, life.binder, s -> life.loop(s).state(), WaysBack.ALONE);
    }

    /// It goes live at once, and earns good.
    void good(Life life, ServiceName service, ReleaseId id) {
        Earning.good(life.loop(service), id);
    }

    void version(String version, String... revertsTo) throws IOException {
        add("table", version, Requires.NOTHING, Optional.empty(), revertsTo);
    }

    /// A version that lives in a world of its own, where it goes live.
    void driven(String component, String version, Requires requires, String... revertsTo)
            throws IOException {
        var mark = worlds.put(component, version);
        worlds.of(component).move(version);
        var driven = new Driven("memory", new TreeMap<>(), mark);
        add(component, version, requires, Optional.of(driven), revertsTo);
    }

    private void add(
            String component,
            String version,
            Requires requires,
            Optional<Driven> driven,
            String... revertsTo)
            throws IOException {
        var id = new ComponentId(component, version);
        components.add(
                new Component(
                        id,
                        Component.FEATURES,
                        Optional.of(stored(id.toString())),
                        Optional.empty(),
                        new Component.Lineage(
                                Migration.EXPAND, Optional.of(List.of(revertsTo)), requires),
                        driven,
                        NOON,
                        ALICE));
    }

    /// Everybody reads this version of the table from now on.
    void shared(Life life, String version) throws IOException {
        var live = new TreeMap<String, String>();
        live.put("table", version);
        shared(life, live);
    }

    void shared(Life life, SortedMap<String, String> live) throws IOException {
        declared(life, List.copyOf(live.keySet()));
        for (var each : live.entrySet()) {
            life.record.write(new StackEntry.Adopted(NOON, ALICE, each.getKey(), each.getValue()));
        }
    }

    /// The table has one live version, whichever it is.
    void declared(Life life) throws IOException {
        declared(life, List.of("table"));
    }

    private void declared(Life life, List<String> components) throws IOException {
        var members =
                components.stream()
                        .map(name -> new Stack.Member(name, "features", Stack.LiveVersions.ONE))
                        .toList();
        var stack = new Stack("village", List.of(FRAUD, COST, AUDIT), members, List.of());
        life.record.write(new StackEntry.Declared(NOON, ALICE, stack));
    }

    private Blob stored(String name) throws IOException {
        releases.store(new ByteArrayInputStream(Samples.bytes(name)));
        return Samples.blob(name);
    }
}
