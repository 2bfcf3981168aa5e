package lastgood.server.move;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.control.binding.Binder;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.Errands;
import lastgood.control.move.Companions;
import lastgood.control.move.StackMover;
import lastgood.control.move.WorldLimits;
import lastgood.control.move.WorldMoves;
import lastgood.control.move.WorldView;
import lastgood.control.move.Worlds;
import lastgood.control.rollout.Hands;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.control.rollout.WaysBack;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Mark;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.port.Drivers;
import lastgood.core.port.Journal;
import lastgood.core.port.MemoryRouteBoard;
import lastgood.core.port.MemoryStandby;
import lastgood.core.port.Samples;
import lastgood.core.port.StackBook;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;
import lastgood.core.stack.Stack;
import lastgood.core.stack.StackEntry;
import lastgood.drivers.DriverMaker;
import lastgood.ledger.Ledger;

/// Two services on a real ledger that share two components in real worlds: `rules`, a folder behind a link, and `scores`,
/// a table behind a view. `fraud` r2 reads both in v2 and r1 in v1; `cost` r1 takes either of the scores.
///
/// Everything but a gateway is the product's own.
final class Clinic implements AutoCloseable {
    static final ServiceName FRAUD = new ServiceName("fraud");
    static final ServiceName COST = new ServiceName("cost");

    private final Path data;
    private final Drivers drivers;
    private final Ledger ledger;
    private final MemoryStandby standby = new MemoryStandby();
    final Deque<Runnable> errands = new ArrayDeque<>();
    final MemoryRouteBoard board = new MemoryRouteBoard();
    final StackRecord record;
    final Binder binder;
    final Services services;
    final Companions companions;
    final StackMover mover;

    /// What stands before the real things, so that a test can end the process in between.
    interface Around {
        Around NOTHING =
                new Around() {
                    @Override
                    public Journal journal(Journal journal) {
                        return journal;
                    }

                    @Override
                    public StackBook book(StackBook book) {
                        return book;
                    }

                    @Override
                    public ComponentDriver driver(String component, ComponentDriver driver) {
                        return driver;
                    }
                };

        Journal journal(Journal journal);

        StackBook book(StackBook book);

        ComponentDriver driver(String component, ComponentDriver driver);
    }

    /// One process on what is stored in a folder.
    Clinic(Path data, Around around) throws IOException {
        this.data = data;
        var real = new DriverMaker(data.resolve("drivers"), _ -> Optional.of("pass word'"));
        drivers =
                (component, kind, settings) ->
                        real.make(component, kind, settings)
                                .then(driver -> Outcome.done(around.driver(component, driver)));
        ledger = Ledger.open(data);
        record = new StackRecord(around.book(ledger.stackBook()), new Later());
        binder = new Binder(ledger.releases(), ledger.components(), record);
        services = new Services(around.journal(ledger.journal()), new Pinning());
        var view = new WorldView(services, ledger.releases(), ledger.components());
        companions = new Companions(record, view, services);
        mover =
                new StackMover(
                        record,
                        companions,
                        services,
                        new StandbyKeeper(
                                standby,
                                ledger.releases(),
                                binder,
                                s -> services.open(s).state(),
                                WaysBack.ALONE),
                        new Pinning(),
                        new WorldMoves(
                                new Worlds(ledger.components(), drivers, WorldLimits.USUAL),
                                _ -> {}),
                        new Later(),
                        () -> NOON);
    }

    /// As a start does: what was cut off is ended, then everything that serves is put up.
    Clinic started() {
        mover.recover();
        services.all().forEach(loop -> loop.handle(new Event.Restarted(NOON)));
        return this;
    }

    /// What waits is done now.
    void later() {
        for (int left = errands.size(); left > 0; left--) {
            errands.remove().run();
        }
    }

    ReleaseId live(ServiceName service) {
        return services.open(service).state().phase().serving().orElseThrow();
    }

    Optional<Problem> rollBack() throws IOException {
        var loop = services.open(FRAUD);
        var to = loop.state().standing().goodBefore(live(FRAUD)).orElseThrow();
        var closure = companions.closure(FRAUD, to);
        assertThat(closure).isInstanceOf(Closure.Found.class);
        var asked = new Event.RolledBack(NOON, ALICE, Optional.of(to), "wrong scores");
        return mover.back(
                loop, Optional.of(asked), ((Closure.Found) closure).moves(), ALICE, "wrong scores");
    }

    /// Traffic and records are those of one stack.
    void mustServe(boolean isNew, String when) {
        var version = isNew ? "v1" : "v2";
        assertThat(live(FRAUD).number()).as(when).isEqualTo(isNew ? 1 : 2);
        assertThat(live(COST).number()).as(when).isEqualTo(1);
        assertThat(record.now().live())
                .as(when)
                .isEqualTo(Map.of("rules", version, "scores", version));
        for (var service : List.of(FRAUD, COST)) {
            board.route(service)
                    .ifPresent(up ->
                            assertThat(up.split().live())
                                    .as(when)
                                    .isEqualTo(binder.bound(service, live(service))));
        }
    }

    /// Both versions of both components are recorded as they are found in their worlds, and v2 is what everybody reads.
    ///
    /// @param scores the settings of the driver of `scores`
    void declare(SortedMap<String, String> scores, String kind) throws IOException {
        var rules = new TreeMap<String, String>();
        rules.put("link", data.resolveSibling("rules").toString());
        rules.put("versions", data.resolveSibling("versions").toString());
        for (var version : List.of("v1", "v2")) {
            var older = version.equals("v2") ? List.of("v1") : List.<String>of();
            add("rules", version, older, "file", rules, version);
            add("scores", version, older, kind, scores, "scores_" + version);
            var requires = new TreeMap<String, List<String>>();
            requires.put("scores", List.of(version));
            requires.put("rules", List.of(version));
            good(FRAUD, release(FRAUD, "scores", requires));
        }
        var either = new TreeMap<String, List<String>>();
        either.put("scores", List.of("v1", "v2"));
        good(COST, release(COST, "scores", either));
        var members =
                List.of(
                        new Stack.Member("rules", "features", Stack.LiveVersions.ONE),
                        new Stack.Member("scores", "features", Stack.LiveVersions.ONE));
        record.write(
                new StackEntry.Declared(
                        NOON,
                        ALICE,
                        new Stack("clinic", List.of(FRAUD, COST), members, List.of())));
        record.write(new StackEntry.Adopted(NOON, ALICE, "rules", "v2"));
        record.write(new StackEntry.Adopted(NOON, ALICE, "scores", "v2"));
    }

    /// Two versions of the rules in a folder, and a link to the newer one.
    static void layRules(Path folder) throws IOException {
        for (var version : List.of("v1", "v2")) {
            Files.createDirectories(folder.resolve("versions").resolve(version));
            Files.writeString(
                    folder.resolve("versions").resolve(version).resolve("rules.txt"), version);
        }
        Files.createSymbolicLink(folder.resolve("rules"), folder.resolve("versions").resolve("v2"));
    }

    static String rules(Path folder) throws IOException {
        return Files.readString(folder.resolve("rules").resolve("rules.txt"));
    }

    private void add(
            String name,
            String version,
            List<String> older,
            String kind,
            SortedMap<String, String> settings,
            String at)
            throws IOException {
        var found = drivers.make(name, kind, settings).then(driver -> driver.find(at));
        assertThat(found).as(name + " " + version).isInstanceOf(Outcome.Done.class);
        var mark = ((Outcome.Done<Mark>) found).value();
        var id = new ComponentId(name, version);
        ledger.components()
                .add(
                        new Component(
                                id,
                                Component.FEATURES,
                                Optional.of(stored(id.toString())),
                                Optional.empty(),
                                new Component.Lineage(
                                        Migration.EXPAND, Optional.of(older), Requires.NOTHING),
                                Optional.of(new Driven(kind, settings, mark)),
                                NOON,
                                ALICE));
    }

    private ReleaseId release(
            ServiceName service, String uses, SortedMap<String, List<String>> requires)
            throws IOException {
        var loop = services.open(service);
        int number = loop.state().standing().releases().size() + 1;
        var plain = Samples.parts(stored(service + " " + number));
        var accepts = Optional.ofNullable(requires.get(uses)).orElseThrow();
        var used = new ComponentId(uses, accepts.getLast());
        var parts =
                new Parts(
                        plain.model(),
                        new Parts.Features.Shared(used, stored(used.toString())),
                        plain.preprocessing(),
                        plain.schema(),
                        plain.runtime(),
                        plain.config());
        var manifest = new Manifest(parts, new Requires(requires));
        var id = new ReleaseId(number, ledger.releases().seal(manifest));
        ledger.releases()
                .remember(
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

    private void good(ServiceName service, ReleaseId id) {
        var loop = services.open(service);
        loop.handle(new Event.Started(NOON, ALICE, id, atOnce()));
        var rollout = loop.state().phase().watched().orElseThrow();
        loop.handle(
                new Event.Judged(
                        NOON.plusSeconds(60),
                        rollout.number(),
                        rollout.terms().lastStep(),
                        rollout.terms().guards().all().stream().map(Clinic::quiet).toList(),
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

    private static Terms atOnce() {
        return new Terms(
                List.of(Share.ALL),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                Optional.empty(),
                Samples.terms().guards());
    }

    private Blob stored(String name) throws IOException {
        ledger.releases().store(new ByteArrayInputStream(Samples.bytes(name)));
        return Samples.blob(name);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }

    private final class Later implements Errands {
        @Override
        public void now(Runnable errand) {
            errands.add(errand);
        }

        @Override
        public void later(Duration wait, Runnable errand) {
            errands.add(errand);
        }

        @Override
        public void close() {
            errands.clear();
        }
    }

    private final class Pinning implements Hands {
        @Override
        public void serve(ServiceName service, Command.Serve command) {
            board.pin(binder.bound(new Route(service, command.epoch(), command.split())));
        }

        @Override
        public void serve(List<Route> together) {
            board.pin(together.stream().map(binder::bound).toList());
        }

        @Override
        public void carryOut(ServiceName service, State state, Instant at, Command command) {}

        @Override
        public void changed(ServiceName service, State state, Optional<HistoryLine> line) {}
    }
}
