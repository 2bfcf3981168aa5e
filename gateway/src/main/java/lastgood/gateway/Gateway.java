package lastgood.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import lastgood.core.port.Blobs;
import lastgood.core.port.CountSource;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.PredictionLog;
import lastgood.core.port.Probe;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Snapshots;
import lastgood.core.port.Standby;
import lastgood.core.port.Vetoes;
import lastgood.core.port.Workbench;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.release.ServiceName;
import lastgood.gateway.emergency.EmergencyLane;
import lastgood.gateway.emergency.Pulse;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.protocol.GoldenProbe;
import lastgood.gateway.protocol.PredictionPort;
import lastgood.gateway.protocol.Predictions;
import lastgood.gateway.protocol.ProbeSecret;
import lastgood.gateway.protocol.Traffic;
import lastgood.gateway.protocol.grpc.GrpcPort;
import lastgood.gateway.protocol.grpc.GrpcPredictions;
import lastgood.gateway.recording.Recorder;
import lastgood.gateway.routing.Switchboard;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;
import lastgood.gateway.running.Shelf;
import lastgood.gateway.running.apart.Spares;
import lastgood.gateway.running.program.EndpointBook;
import lastgood.gateway.running.workbench.ForkedWorkbench;
import lastgood.gateway.snapshot.LastingVetoes;
import lastgood.gateway.snapshot.SnapshotKeeper;
import lastgood.gateway.snapshot.TakeUp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A gateway: the prediction ports, the releases behind them, and the doors by which control reaches them.
///
/// Everything but the ports works from the moment it is made: releases can be prepared and routes pinned up before the
/// first caller is let in.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /// A veto that the disk refused is tried again so often.
    private static final Duration VETO_AGAIN = Duration.ofSeconds(1);

    /// The part of what requests may hold that copies for candidates in shadow may.
    private static final int SHADOWS_PART = 16;

    /// Leases are looked at so often where nobody asks for anything.
    private static final Duration LEASE_LOOK = Duration.ofMillis(250);

    /// What is served is compared so often with what is written of it.
    private static final Duration SNAPSHOT_LOOK = Duration.ofMillis(50);

    private static final Duration TELLER_WITHIN = Duration.ofSeconds(5);

    private final GatewayConfig config;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("gateway-veto").factory());
    private final Pulse leases;
    private final Traffic traffic = new Traffic();
    private final Budget budget;
    private final Recorder recorder = new Recorder(UUID.randomUUID().toString());
    private final Optional<LastingVetoes> lasting;
    private final Switchboard<LoadedRelease> board;
    private final Optional<SnapshotKeeper> keeper;
    private final EventLoops loops;
    private final Spares spares;
    private final EndpointBook endpoints;
    private final Shelf shelf;
    private final Desk desk;
    private final Predictions predictions;
    private final GrpcPredictions grpcPredictions;
    private final Probe probe;
    private final Workbench workbench;
    private volatile @Nullable Ports ports;
    private @Nullable EmergencyLane emergency;
    private @Nullable Pulse snapshots;
    private boolean closed;

    /// Where callers come in, once they may.
    private record Ports(PredictionPort http, GrpcPort grpc) {}

    /// One that remembers nothing of what it serves but its vetoes.
    public Gateway(
            GatewayConfig config,
            Blobs blobs,
            FeatureRows rows,
            Vetoes vetoes,
            PredictionLog log,
            PredictionSeal seal,
            String probeSecret,
            InstantSource clock,
            LongSupplier nanos) {
        this(config, blobs, rows, vetoes, Optional.empty(), log, seal, probeSecret, clock, nanos);
    }

    /// @param blobs where the bytes of releases are read from
    /// @param rows where features are looked up
    /// @param snapshots where it writes down what it serves, once it is told to begin
    /// @param log where answers are noted
    /// @param seal by which prediction ids are minted; its key is control's too
    /// @param probeSecret by which this gateway knows its own probes
    public Gateway(
            GatewayConfig config,
            Blobs blobs,
            FeatureRows rows,
            Vetoes vetoes,
            Optional<Snapshots> snapshots,
            PredictionLog log,
            PredictionSeal seal,
            String probeSecret,
            InstantSource clock,
            LongSupplier nanos) {
        this.config = config;
        this.clock = clock;
        this.nanos = nanos;
        budget = new Budget(config.limits().held());
        lasting = snapshots.map(_ -> new LastingVetoes(vetoes, this::isWrittenDown));
        board =
                new Switchboard<>(
                        lasting.<Vetoes>map(l -> l).orElse(vetoes),
                        teller,
                        CompletableFuture.delayedExecutor(
                                VETO_AGAIN.toMillis(), TimeUnit.MILLISECONDS, teller),
                        nanos);
        keeper = snapshots.map(s -> new SnapshotKeeper(s, board, rows, clock, nanos));
        loops = new EventLoops(config.eventLoops());
        spares = new Spares(config.runners());
        endpoints = new EndpointBook(config.endpoints());
        shelf =
                new Shelf(
                        blobs,
                        config.endpoints(),
                        endpoints,
                        board,
                        config.candidateThreads(),
                        rows,
                        spares,
                        loops,
                        config.prepareWithin(),
                        nanos);
        probe = new GoldenProbe(blobs, this::listening, probeSecret);
        workbench = new ForkedWorkbench(blobs, rows, config.endpoints(), config.workbench());
        desk =
                new Desk(
                        board,
                        recorder,
                        log,
                        seal,
                        clock,
                        nanos,
                        config.limits().held() / SHADOWS_PART);
        var probes = new ProbeSecret(probeSecret);
        predictions =
                new Predictions(
                        desk, config.version(), config.limits().body(), probes, nanos, traffic);
        grpcPredictions = new GrpcPredictions(desk, config.version(), probes, nanos, traffic);
        leases = Pulse.start("gateway-lease", LEASE_LOOK, board::endLeases);
    }

    /// From now on people can have services put back by a file or a socket in the data folder, whatever else does not work.
    public synchronized void openEmergencyLane(Path data) {
        if (emergency == null) {
            emergency = EmergencyLane.open(data, board, clock);
            if (ports != null) {
                emergency.allIsRouted();
            }
        }
    }

    /// From now on what is served is written down. To be called once everything that serves is routed.
    public synchronized void beginSnapshots() {
        if (snapshots == null && keeper.isPresent()) {
            keeper.get().begin();
            snapshots =
                    Pulse.start(
                            "gateway-snapshot",
                            SNAPSHOT_LOOK,
                            () -> {
                                keeper.get().look();
                                lasting.ifPresent(LastingVetoes::takeOff);
                            });
        }
    }

    /// How far the snapshots can be relied on; empty: none are written.
    public Optional<SnapshotKeeper.State> snapshotState() {
        return keeper.map(SnapshotKeeper::state);
    }

    private boolean isWrittenDown() {
        return keeper.map(SnapshotKeeper::keepInBoth).orElse(false);
    }

    /// What a gateway without control begins with.
    public TakeUp takeUp(Snapshots.Snapshot snapshot) {
        return new TakeUp(shelf, board, snapshot);
    }

    /// Lets callers in.
    public synchronized void start() throws IOException {
        if (ports != null) {
            throw new IllegalStateException("the gateway has started already");
        }
        if (emergency != null) {
            emergency.allIsRouted();
        }
        var host = InetAddress.getByName(config.host());
        var http =
                PredictionPort.open(
                        new InetSocketAddress(host, config.port()),
                        loops,
                        config.limits(),
                        budget,
                        predictions,
                        traffic);
        try {
            var grpc =
                    GrpcPort.open(
                            new InetSocketAddress(host, config.grpcPort()),
                            loops,
                            config.limits(),
                            budget,
                            grpcPredictions,
                            traffic);
            ports = new Ports(http, grpc);
        } finally {
            if (ports == null) {
                http.close();
            }
        }
    }

    public InetSocketAddress address() {
        return listening()
                .orElseThrow(() -> new IllegalStateException("the gateway has not started"));
    }

    /// Where those come in who speak gRPC.
    public InetSocketAddress grpcAddress() {
        return Optional.ofNullable(ports)
                .map(open -> open.grpc().address())
                .orElseThrow(() -> new IllegalStateException("the gateway has not started"));
    }

    private Optional<InetSocketAddress> listening() {
        return Optional.ofNullable(ports).map(open -> open.http().address());
    }

    /// Where control pins up routes.
    public RouteBoard routes() {
        return board;
    }

    /// What is held ready.
    public Standby standby() {
        return shelf;
    }

    /// By which control sees what is served.
    public Probe probe() {
        return probe;
    }

    /// Where releases are tried before anything is made of them.
    public Workbench workbench() {
        return workbench;
    }

    /// What is counted.
    public CountSource counts() {
        return recorder;
    }

    /// Requests a second of a service, over the last half minute; empty where nobody knows.
    public OptionalDouble traffic(ServiceName service) {
        return recorder.pace(service, nanos.getAsLong());
    }

    public GatewayStats stats() {
        return new GatewayStats(
                traffic.requests(),
                traffic.errors(),
                traffic.degraded(),
                desk.sheds(),
                shelf.waitingRows(),
                traffic.underWay(),
                shelf.size(),
                shelf.processes(),
                budget.held());
    }

    /// What was asked of servers elsewhere, and which of them are not asked any more.
    public List<EndpointBook.Told> endpoints() {
        return endpoints.told();
    }

    /// Says that it is not ready, accepts nothing more, lets requests under way end, writes down what it has
    /// withdrawn, and lets go of every release.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        var open = ports;
        if (open != null) {
            drain(open);
        }
        leases.close();
        var pulse = snapshots;
        if (pulse != null) {
            pulse.close();
        }
        keeper.ifPresent(SnapshotKeeper::end);
        var lane = emergency;
        if (lane != null) {
            lane.close();
        }
        shelf.clear();
        spares.close();
        loops.close();
        teller.execute(board::close);
        end(teller);
    }

    /// Both ports have the same time, not one after the other.
    private void drain(Ports open) {
        long end = System.nanoTime() + config.drainWithin().toNanos();
        open.grpc().leave();
        open.http().drain(config.drainWithin());
        open.grpc().drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    /// What it has yet to write down or tell is not lost, as long as the disk answers at all.
    private static void end(ExecutorService teller) {
        teller.shutdown();
        try {
            if (!teller.awaitTermination(TELLER_WITHIN.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn(
                        "vetoes may not be written down: the disk did not answer for {}",
                        TELLER_WITHIN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
