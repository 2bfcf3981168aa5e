package lastgood.server;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import lastgood.control.http.Access;
import lastgood.control.http.AwayServer;
import lastgood.core.port.Snapshots;
import lastgood.core.port.Snapshots.Snapshot;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.LogPolicy;
import lastgood.drivers.FeatureTables;
import lastgood.gateway.Gateway;
import lastgood.gateway.GatewayConfig;
import lastgood.ledger.GatewayFolder;
import lastgood.records.RecordLimits;
import lastgood.records.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A gateway with nobody at control: it serves by its last snapshot, and whoever asks for control is told so.
///
/// It writes no snapshots: what it withdraws meanwhile is a veto, and vetoes win.
final class Alone implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(Alone.class);

    private final Config config;
    private final GatewayFolder folder;
    private final Gateway gateway;
    private final Records records;
    private final FeatureTables tables;
    private final AwayServer api;
    private final Problem without;
    private final List<String> services;

    private Alone(
            Config config,
            GatewayFolder folder,
            Gateway gateway,
            Records records,
            FeatureTables tables,
            AwayServer api,
            Problem without,
            List<String> services) {
        this.config = config;
        this.folder = folder;
        this.gateway = gateway;
        this.records = records;
        this.tables = tables;
        this.api = api;
        this.without = without;
        this.services = services;
    }

    /// Whether it is known what was served last.
    static boolean canStart(Config config) {
        return GatewayFolder.snapshots(config.data())
                .newest()
                .snapshot()
                .filter(snapshot -> !snapshot.stays().isEmpty())
                .isPresent();
    }

    /// @param without why nobody is at control
    static Outcome<Running> start(Config config, LongSupplier nanos, Problem without) {
        var found = GatewayFolder.snapshots(config.data()).newest();
        found.faults().forEach(fault -> LOG.warn("A snapshot cannot be used: {}", fault));
        if (found.snapshot().isEmpty()) {
            return Outcome.refused(nothingKnown(config, found));
        }
        LOG.error(
                "{} Why: {}. It serves what was served at {}.",
                without.what(),
                without.cause(),
                found.snapshot().get().at());
        try {
            var folder = GatewayFolder.open(config.data());
            try {
                return Outcome.done(start(config, folder, found.snapshot().get(), nanos, without));
            } catch (IOException | RuntimeException e) {
                folder.close();
                return Wiring.portsRefused(config, e);
            }
        } catch (IOException e) {
            return Wiring.folderRefused(config, FolderTrouble.inWords(e));
        }
    }

    private static Problem nothingKnown(Config config, Snapshots.Found found) {
        var why = new ArrayList<>(found.faults());
        why.add("there is no snapshot of what a gateway served in " + config.data());
        return Problem.of(
                        Code.INTERNAL, "The gateway did not start: it does not know what to serve.")
                .because(why)
                .tryThis("lastgood run --data " + config.data() + "     # with control")
                .inState("Nothing was started.");
    }

    private static Running start(
            Config config,
            GatewayFolder folder,
            Snapshot snapshot,
            LongSupplier nanos,
            Problem without)
            throws IOException {
        InstantSource clock = Instant::now;
        var tables =
                new FeatureTables(
                        component ->
                                snapshot.places().stream()
                                        .filter(place -> place.component().equals(component))
                                        .map(Snapshots.Place::driven)
                                        .findFirst(),
                        Wiring::variable);
        var records =
                new Records(
                        config.data(),
                        RecordLimits.DEFAULT,
                        service -> policy(snapshot, service),
                        clock);
        var gateway =
                new Gateway(
                        GatewayConfig.at(
                                        config.host(),
                                        config.gatewayPort(),
                                        config.grpcPort(),
                                        Wiring.VERSION)
                                .with(config.endpoints()),
                        folder.blobs(),
                        tables,
                        folder.vetoes(),
                        records.log(),
                        new PredictionSeal(folder.predictionKey()),
                        Wiring.secret(),
                        clock,
                        nanos);
        try {
            var takeUp = gateway.takeUp(snapshot);
            var silent = takeUp.serve();
            silent.forEach((service, why) -> LOG.error("{} does not serve: {}", service, why));
            records.begin();
            gateway.start();
            takeUp.standBy();
            // Now: who wants a service put back must find what it goes back to.
            gateway.openEmergencyLane(config.data());
            var api = new AwayServer(config.host(), config.port(), access(config, folder), without);
            return new Alone(
                    config,
                    folder,
                    gateway,
                    records,
                    tables,
                    api,
                    without,
                    services(snapshot, silent));
        } catch (IOException | RuntimeException e) {
            gateway.close();
            records.close();
            tables.close();
            throw e;
        }
    }

    private static LogPolicy policy(Snapshot snapshot, ServiceName service) {
        return snapshot.releases().stream()
                .filter(ready -> ready.release().service().equals(service))
                .map(ready -> ready.settings().logPolicy())
                .findFirst()
                .orElse(LogPolicy.USUAL);
    }

    /// Where the token cannot be read, nobody is let in.
    private static Access access(Config config, GatewayFolder folder) {
        try {
            return Wiring.access(config, folder.secrets());
        } catch (IOException e) {
            LOG.warn("the admin token cannot be read: {}", e.toString());
            return new Access(Set.of(), Optional.of(Wiring.secret()));
        }
    }

    private static List<String> services(Snapshot snapshot, Map<ServiceName, String> silent) {
        return snapshot.stays().stream()
                .map(stay ->
                        silent.containsKey(stay.service())
                                ? stay.service() + " (does not serve; the log says why)"
                                : stay.service().text())
                .toList();
    }

    @Override
    public Config config() {
        return config;
    }

    @Override
    public int apiPort() {
        return api.port();
    }

    @Override
    public Gateway gateway() {
        return gateway;
    }

    @Override
    public Optional<Problem> without() {
        return Optional.of(without);
    }

    @Override
    public String services() {
        return String.join(", ", services);
    }

    /// Callers first: requests under way are answered before anything they need is closed.
    @Override
    public void close() {
        gateway.close();
        records.close();
        api.close();
        tables.close();
        try {
            folder.close();
        } catch (IOException e) {
            LOG.error("the data folder could not be closed", e);
        }
    }
}
