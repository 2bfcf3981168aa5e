package lastgood.server;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.control.Control;
import lastgood.control.http.ApiServer;
import lastgood.core.problem.Problem;
import lastgood.drivers.FeatureTables;
import lastgood.gateway.Gateway;
import lastgood.ledger.Ledger;
import lastgood.mlflow.alias.AliasKeeper;
import lastgood.records.Records;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Control and gateway in one process.
final class Whole implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(Whole.class);

    private final Config config;
    private final Ledger ledger;
    private final Gateway gateway;
    private final Records records;
    private final FeatureTables tables;
    private final Control control;
    private final ApiServer api;
    private final Optional<AliasKeeper> aliases;

    Whole(
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
        return Optional.empty();
    }

    @Override
    public String services() {
        var names =
                control.services().all().stream()
                        .map(l -> l.service().text())
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none yet" : names;
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
}
