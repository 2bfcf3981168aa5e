package lastgood.server;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import lastgood.control.Control;
import lastgood.control.http.ApiServer;
import lastgood.drivers.FeatureTables;
import lastgood.gateway.Gateway;
import lastgood.ledger.Ledger;
import lastgood.mlflow.alias.AliasKeeper;
import lastgood.records.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server that serves.
final class Running implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final Config config;
    private final Ledger ledger;
    private final Gateway gateway;
    private final Records records;
    private final FeatureTables tables;
    private final Control control;
    private final ApiServer api;
    private final Optional<AliasKeeper> aliases;

    Running(
            Config config,
            Ledger ledger,
            Gateway gateway,
            Records records,
            FeatureTables tables,
            Control control,
            ApiServer api,
            Optional<AliasKeeper> aliases) {
        this.config = config;
        this.ledger = ledger;
        this.gateway = gateway;
        this.records = records;
        this.tables = tables;
        this.control = control;
        this.api = api;
        this.aliases = aliases;
    }

    /// `http://127.0.0.1:8484`
    String api() {
        return "http://" + authority(api.port());
    }

    /// `http://127.0.0.1:8485`
    String predict() {
        return "http://" + authority(gateway.address().getPort());
    }

    /// `127.0.0.1:8486`
    String grpc() {
        return authority(gateway.grpcAddress().getPort());
    }

    Control control() {
        return control;
    }

    String services() {
        var names =
                control.services().all().stream()
                        .map(l -> l.service().text())
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none yet" : names;
    }

    /// Returns after SIGTERM or Ctrl-C, when everything is closed.
    void untilStopped() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            close();
                            stopped.countDown();
                        }));
        stopped.await();
    }

    /// Callers first: requests under way are answered before anything they need is closed.
    @Override
    public void close() {
        gateway.close();
        records.close();
        api.close();
        control.close();
        tables.close();
        aliases.ifPresent(AliasKeeper::close);
        try {
            ledger.close();
        } catch (IOException e) {
            LOG.error("the data folder could not be closed", e);
        }
    }

    private String authority(int port) {
        return config.authority() + ":" + port;
    }
}
