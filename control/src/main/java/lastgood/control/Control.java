package lastgood.control;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import lastgood.control.binding.Binder;
import lastgood.control.binding.StackRecord;
import lastgood.control.doctor.Checkups;
import lastgood.control.doctor.Doctor;
import lastgood.control.drill.DrillDesk;
import lastgood.control.errand.Errands;
import lastgood.control.errand.ThreadErrands;
import lastgood.control.guard.EvidenceDesk;
import lastgood.control.guard.Loads;
import lastgood.control.guard.Watcher;
import lastgood.control.http.Access;
import lastgood.control.http.ApiServer;
import lastgood.control.http.Desks;
import lastgood.control.http.Metrics;
import lastgood.control.incident.IncidentDesk;
import lastgood.control.label.LabelIntake;
import lastgood.control.move.Companions;
import lastgood.control.move.Launcher;
import lastgood.control.move.StackKeeper;
import lastgood.control.move.StackMover;
import lastgood.control.move.WorldHealth;
import lastgood.control.move.WorldLimits;
import lastgood.control.move.WorldMoves;
import lastgood.control.move.WorldView;
import lastgood.control.move.Worlds;
import lastgood.control.notice.Feed;
import lastgood.control.preflight.Outlook;
import lastgood.control.preflight.Preflight;
import lastgood.control.preflight.Rehearsal;
import lastgood.control.preflight.WayNotices;
import lastgood.control.release.Applier;
import lastgood.control.release.Arrivals;
import lastgood.control.release.DraftParts;
import lastgood.control.release.MixMaker;
import lastgood.control.release.References;
import lastgood.control.release.RegistryDesk;
import lastgood.control.release.ReleaseMaker;
import lastgood.control.release.Shelf;
import lastgood.control.release.Vouchers;
import lastgood.control.retention.RetentionDesk;
import lastgood.control.rollback.PartRollback;
import lastgood.control.rollback.Party;
import lastgood.control.rollback.RollbackDesk;
import lastgood.control.rollout.LiveHands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.control.stack.StackDesk;
import lastgood.control.steering.RolloutDesk;
import lastgood.core.port.RouteBoard;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.State;
import lastgood.wire.file.Defaults;

/// The control plane, put together: everyone is made here and handed what he needs.
public final class Control implements AutoCloseable {
    private final Ports ports;
    private final InstantSource clock;
    private final Feed feed = new Feed();
    private final StandbyKeeper standby;
    private final StackRecord record;
    private final Binder binder;
    private final Services services;
    private final Companions companions;
    private final Launcher launcher;
    private final StackMover mover;
    private final StackKeeper stacks;
    private final Loads loads;
    private final Watcher watcher;
    private final WorldHealth health;
    private final Outlook outlook;
    private final Preflight preflight;
    private final DrillDesk drills;
    private final Desks desks;
    private final Errands errands;

    /// Reads the journal; serves nothing yet.
    public Control(Ports ports, PredictionSeal seal, InstantSource clock) {
        this(ports, seal, clock, new ThreadErrands());
    }

    /// @param errands whoever does what may take long; the simulator has its own
    public Control(Ports ports, PredictionSeal seal, InstantSource clock, Errands errands) {
        this.errands = errands;
        this.ports = ports;
        this.clock = clock;
        // The hands act on loops and the loops move the hands: the loops are looked up when they
        // are needed.
        var known = new AtomicReference<Services>();
        var ways = new AtomicReference<Companions>();
        var keeping = new AtomicReference<StackKeeper>();
        var looking = new AtomicReference<Preflight>();
        var evidence = new EvidenceDesk(ports.countSource(), ports.counts(), ports.labels());
        record = new StackRecord(ports.stacks(), errands);
        binder = new Binder(ports.releases(), ports.components(), record);
        standby =
                new StandbyKeeper(
                        ports.standby(),
                        ports.releases(),
                        binder,
                        s -> state(known.get(), s),
                        new LateWays(ways::get));
        var incidents =
                new IncidentDesk(
                        ports.incidents(),
                        ports.releases(),
                        ports.labels(),
                        evidence,
                        ports.workbench(),
                        s -> settings(known.get(), s),
                        errands);
        var hands =
                new LiveHands(
                        ports.board(),
                        ports.probe(),
                        ports.releases(),
                        incidents,
                        ports.notifier(),
                        ports.aliases(),
                        feed,
                        standby,
                        s -> known.get().open(s),
                        clock,
                        errands,
                        binder,
                        () -> {
                            keeping.get().changed();
                            looking.get().changed();
                        });
        services = new Services(ports.journal(), hands);
        known.set(services);
        var view = new WorldView(services, ports.releases(), ports.components());
        companions = new Companions(record, view, services);
        ways.set(companions);
        var worlds = new Worlds(ports.components(), ports.drivers(), WorldLimits.USUAL);
        health = new WorldHealth(record, ports.components(), worlds);
        mover =
                new StackMover(
                        record,
                        companions,
                        services,
                        standby,
                        hands,
                        new WorldMoves(worlds, Control::pause),
                        errands,
                        clock);
        stacks =
                new StackKeeper(
                        record,
                        view,
                        companions,
                        mover,
                        services,
                        ports.notifier(),
                        errands,
                        clock);
        keeping.set(stacks);
        launcher = new Launcher(record, view, companions, stacks);
        loads = new Loads(ports.standby(), ports.traffic());
        watcher = new Watcher(services, evidence, ports.board(), loads, clock, errands);
        outlook = new Outlook(ports.releases(), companions, binder);
        var rehearsal = new Rehearsal(ports.releases(), ports.workbench());
        var notices = new WayNotices(ports.notifier(), feed::tell, clock);
        preflight = new Preflight(services, outlook, rehearsal, notices, clock, errands);
        looking.set(preflight);
        drills = new DrillDesk(ports.drills(), outlook, rehearsal, clock);
        desks = desks(seal, incidents);
    }

    /// Takes up where the journal ends: what serves is loaded and routed before this returns, what stands by after it.
    public void start() {
        // Before anything can change: what they are told later is newer.
        services.all().forEach(loop -> ports.aliases().changed(loop.service(), loop.state()));
        ports.board()
                .onVeto((service, veto, readings) ->
                        errands.now(() -> {
                            var loop = services.open(service);
                            loop.handle(watcher.vetoed(loop, binder.own(veto), readings));
                        }));
        ports.board()
                .onLapse((service, epoch) ->
                        errands.now(() ->
                                services.open(service)
                                        .handle(new Event.Lapsed(clock.instant(), epoch))));
        ports.board().onPutBack(what -> errands.now(() -> putBack(what)));
        // In the order in which they were told: so each line has the number it had before.
        services.all().stream()
                .flatMap(loop ->
                        loop.history().reversed().stream()
                                .map(line -> Map.entry(loop.service(), line)))
                .sorted(Comparator.comparing(told -> told.getValue().at()))
                .forEach(told -> feed.add(told.getKey(), told.getValue()));
        mover.recover();
        new Resumption(standby, ports.board(), binder, desks.incidents(), ports.notifier(), clock)
                .of(services.all());
        stacks.begin();
        desks.retention().begin();
        watcher.start();
        drills.begin();
        preflight.begin();
    }

    /// Opens the management port.
    ///
    /// @param port 0 picks a free one
    /// @param gateway numbers of the gateway's own, for Prometheus
    public ApiServer listen(
            String host, int port, Access access, Supplier<List<Metrics.Sample>> gateway) {
        return ApiServer.start(
                host,
                port,
                access,
                desks,
                new Metrics(services, standby, preflight, drills, gateway),
                feed);
    }

    public Services services() {
        return services;
    }

    /// What holds for a service, said or not.
    public Settings settings(ServiceName service) {
        return services.find(service)
                .flatMap(loop -> loop.state().standing().settings())
                .orElseGet(Defaults::settings);
    }

    /// Everyone that people can turn to.
    public Desks desks() {
        return desks;
    }

    @Override
    public void close() {
        watcher.close();
        errands.close();
    }

    private void putBack(RouteBoard.PutBack what) {
        services.open(what.service())
                .handle(
                        new Event.PutBack(
                                what.at(),
                                what.by(),
                                binder.own(what.from()),
                                binder.own(what.to())));
    }

    private Desks desks(PredictionSeal seal, IncidentDesk incidents) {
        var shelf = new Shelf();
        var references = new References(ports.releases(), s -> history(services, s));
        var vouchers =
                new Vouchers(ports.releases(), ports.signatures(), ports.signaturesRequired());
        var rollouts =
                new RolloutDesk(
                        ports.releases(),
                        references,
                        vouchers,
                        standby,
                        launcher,
                        mover,
                        watcher,
                        loads,
                        clock);
        var maker =
                new ReleaseMaker(
                        ports.releases(),
                        new DraftParts(ports.components(), ports.workbench()),
                        ports.workbench(),
                        services,
                        shelf,
                        clock);
        var parts =
                new PartRollback(
                        ports.releases(),
                        ports.workbench(),
                        new MixMaker(maker),
                        rollouts,
                        s -> settings(services, s));
        return new Desks(
                services,
                ports.releases(),
                references,
                maker,
                new RegistryDesk(
                        ports.registry(),
                        ports.signatures(),
                        new Arrivals(
                                ports.releases(),
                                ports.components(),
                                ports.workbench(),
                                maker,
                                vouchers,
                                clock)),
                vouchers,
                new Applier(
                        ports.components(),
                        ports.releases(),
                        ports.workbench(),
                        ports.drivers(),
                        ports.rows(),
                        services,
                        record,
                        mover,
                        clock),
                rollouts,
                new RollbackDesk(
                        references,
                        new Party(ports.releases(), companions, services, binder),
                        mover,
                        standby,
                        parts,
                        loads,
                        clock),
                new LabelIntake(ports.labels(), seal),
                incidents,
                new StackDesk(ports.components(), ports.releases(), services, record),
                preflight,
                drills,
                new Doctor(
                        services,
                        Checkups.all(
                                ports.checkups(),
                                health,
                                ports.board(),
                                watcher,
                                ports.labels(),
                                preflight,
                                outlook,
                                standby,
                                drills,
                                clock),
                        clock),
                new RetentionDesk(
                        ports.releases(),
                        ports.components(),
                        services,
                        record,
                        companions::target,
                        shelf,
                        errands,
                        clock),
                watcher,
                standby,
                ports.board(),
                ports.aliases(),
                ports.predictions(),
                ports.traffic());
    }

    /// Cut short where the server closes.
    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<HistoryLine> history(Services services, ServiceName service) {
        return services.find(service).map(ServiceLoop::history).orElse(List.of());
    }

    private static State state(Services services, ServiceName service) {
        return services.find(service).map(ServiceLoop::state).orElse(State.NEW);
    }

    private static Settings settings(Services services, ServiceName service) {
        return state(services, service).standing().settings().orElseGet(Defaults::settings);
    }
}
