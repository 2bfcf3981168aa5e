package lastgood.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import lastgood.control.Control;
import lastgood.control.Ports;
import lastgood.control.http.Access;
import lastgood.control.notice.Webhook;
import lastgood.core.port.Aliases;
import lastgood.core.port.Notifier;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.LogPolicy;
import lastgood.drivers.DriverMaker;
import lastgood.drivers.FeatureTables;
import lastgood.gateway.Gateway;
import lastgood.gateway.GatewayConfig;
import lastgood.ledger.GatewayFolder;
import lastgood.ledger.Ledger;
import lastgood.ledger.files.FolderLock;
import lastgood.mlflow.alias.AliasKeeper;
import lastgood.mlflow.rest.Limits;
import lastgood.mlflow.rest.Registry;
import lastgood.oci.OciRegistry;
import lastgood.oci.client.Logins;
import lastgood.records.RecordLimits;
import lastgood.records.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Introduces the rooms to each other, in the order in which they need one another.
final class Wiring {
    static final String VERSION = "0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private Wiring() {}

    static Outcome<Running> start(Config config) {
        return start(config, System::nanoTime, ports -> ports);
    }

    /// @param nanos the gateway's monotonic clock
    /// @param before what stands between control and the ports that it is given
    static Outcome<Running> start(Config config, LongSupplier nanos, UnaryOperator<Ports> before) {
        var closed = Doors.closed(config);
        if (closed.isPresent()) {
            return Outcome.refused(closed.get());
        }
        if (config.role() == Role.GATEWAY) {
            return Alone.start(config, nanos, NoControl.asked(config));
        }
        if (!GatewayFolder.hasLedger(config.data()) && Alone.canStart(config)) {
            return Alone.start(config, nanos, NoControl.lost(config));
        }
        try {
            var ledger = Ledger.open(config.data());
            try {
                return Outcome.done(start(config, ledger, nanos, before));
            } catch (IOException | RuntimeException e) {
                ledger.close();
                return e instanceof NoControlException none
                        ? alone(config, nanos, none.why())
                        : portsRefused(config, e);
            }
        } catch (FolderLock.TakenException e) {
            return folderRefused(config, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return alone(config, nanos, FolderTrouble.inWords(e));
        } catch (RuntimeException e) {
            LOG.error("the ledger cannot be opened", e);
            return alone(config, nanos, e.toString());
        }
    }

    /// What was served last is served, if it is known what that was.
    private static Outcome<Running> alone(Config config, LongSupplier nanos, String why) {
        return Alone.canStart(config)
                ? Alone.start(config, nanos, NoControl.because(config, why))
                : folderRefused(config, why);
    }

    /// What could not be opened behind a folder that could: mostly a port that somebody else has.
    static Outcome<Running> portsRefused(Config config, Exception why) {
        return refused(
                config,
                String.valueOf(why.getMessage()),
                "choose other ports: lastgood run --port 0 --gateway-port 0");
    }

    static Outcome<Running> folderRefused(Config config, String why) {
        return refused(config, why, "choose another folder: lastgood run --data DIR");
    }

    private static Running start(
            Config config, Ledger ledger, LongSupplier nanos, UnaryOperator<Ports> before)
            throws IOException {
        InstantSource clock = Instant::now;
        var seal = new PredictionSeal(ledger.predictionKey());
        var tables = new FeatureTables(ledger.components(), Wiring::variable);
        var policies = new AtomicReference<Function<ServiceName, LogPolicy>>(_ -> LogPolicy.USUAL);
        var records =
                new Records(
                        config.data(),
                        RecordLimits.DEFAULT,
                        service -> policies.get().apply(service),
                        clock);
        var gateway =
                new Gateway(
                        GatewayConfig.at(
                                        config.host(),
                                        config.gatewayPort(),
                                        config.grpcPort(),
                                        VERSION)
                                .with(config.endpoints()),
                        ledger.releases(),
                        tables,
                        ledger.vetoes(),
                        Optional.of(ledger.snapshots()),
                        records.log(),
                        seal,
                        secret(),
                        clock,
                        nanos);
        var aliases = aliases(config, ledger, clock);
        try {
            var control =
                    NoControlException.unless(() ->
                            new Control(
                                    before.apply(
                                            ports(
                                                    config,
                                                    ledger,
                                                    gateway,
                                                    records,
                                                    tables,
                                                    aliases.<Aliases>map(a -> a)
                                                            .orElse(Aliases.NONE))),
                                    seal,
                                    clock));
            try {
                gateway.openEmergencyLane(config.data());
                NoControlException.unless(() -> {
                    control.start();
                    return control;
                });
                policies.set(service -> control.settings(service).logPolicy());
                records.begin();
                gateway.beginSnapshots();
                gateway.start();
                var api =
                        control.listen(
                                config.host(),
                                config.port(),
                                access(config, ledger.secrets()),
                                () -> GatewaySamples.of(gateway, records));
                return new Whole(config, ledger, gateway, records, tables, control, api, aliases);
            } catch (IOException | RuntimeException e) {
                control.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            gateway.close();
            records.close();
            tables.close();
            aliases.ifPresent(AliasKeeper::close);
            throw e;
        }
    }

    private static Optional<AliasKeeper> aliases(
            Config config, Ledger ledger, InstantSource clock) {
        return config.mlflow()
                .map(tracking ->
                        new AliasKeeper(
                                new Registry(tracking, Limits.BRIEF), ledger.releases(), clock));
    }

    private static Ports ports(
            Config config,
            Ledger ledger,
            Gateway gateway,
            Records records,
            FeatureTables tables,
            Aliases aliases) {
        Notifier notifier = config.webhook().<Notifier>map(Webhook::new).orElse((_, _, _, _) -> {});
        return new Ports(
                ledger.journal(),
                ledger.releases(),
                ledger.components(),
                ledger.labels(),
                ledger.counts(),
                ledger.incidents(),
                gateway.routes(),
                gateway.standby(),
                gateway.probe(),
                gateway.counts(),
                gateway.workbench(),
                notifier,
                new OciRegistry(
                        ledger.releases(),
                        new Logins(System.getenv()),
                        lastgood.oci.client.Limits.DEFAULT),
                ledger.signatures(),
                config.signaturesRequired(),
                aliases,
                ledger.stackBook(),
                new DriverMaker(config.data().resolve("drivers"), Wiring::variable),
                tables,
                ledger.drills(),
                records.inquiry(),
                List.of(
                        new DiskCheckup(config.data(), ledger.releases()),
                        new NoticesCheckup(config.webhook()),
                        new SnapshotCheckup(gateway::snapshotState),
                        new EndpointsCheckup(gateway::endpoints)),
                gateway::traffic);
    }

    static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    static Access access(Config config, Path secrets) throws IOException {
        var hosts = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
        hosts.add(config.authority().toLowerCase(Locale.ROOT));
        return new Access(
                hosts,
                config.isLoopback() ? Optional.empty() : Optional.of(AdminToken.in(secrets)));
    }

    private static Outcome<Running> refused(Config config, String why, String todo) {
        return Outcome.refused(
                Problem.of(Code.INTERNAL, "The server did not start.")
                        .because(why)
                        .tryThis(todo)
                        .inState(
                                "Nothing was started. What is in "
                                        + config.data()
                                        + " is as it was."));
    }

    static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
