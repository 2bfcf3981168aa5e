package lastgood.cli.predictions;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lastgood.cli.Environment;
import lastgood.cli.RowsOutput;
import lastgood.cli.Session;
import lastgood.cli.screen.Cell;
import lastgood.cli.verb.Moments;
import lastgood.wire.request.PredictionQueryRequest;
import lastgood.wire.view.PredictionTableView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "query",
        description = "Asks the prediction log by SQL: one SELECT over the table predictions.",
        footer = {
            "",
            "Example: lastgood predictions query --service wine --since 24h \\",
            "           'SELECT release, arm, count(*), avg(outputs.score[1])",
            "            FROM predictions GROUP BY ALL'",
            "         lastgood predictions query 'DESCRIBE predictions'"
        })
public final class PredictionsQuery implements Callable<Integer> {
    private final Environment environment;

    @Mixin private RowsOutput output = new RowsOutput();

    @Parameters(paramLabel = "SQL", description = "DuckDB's SQL; it can only read.")
    private String sql = "";

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "Only this service's predictions, and its tensors only.")
    private Optional<String> service = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only from then on: '2026-11-23 02:14:07', 02:14, or 24h for a day ago. Fewer files are read.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many rows. Default: ${DEFAULT-VALUE}")
    private int limit = 1000;

    public PredictionsQuery(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var moments = new Moments(session.now(), environment.zone());
            Optional<Instant> from = since.map(text -> moments.read("--since", text));
            var table =
                    Session.must(
                            session.client()
                                    .predictions(
                                            new PredictionQueryRequest(
                                                    sql,
                                                    service,
                                                    from.map(Instant::toString),
                                                    Optional.of(limit))));
            int exit = session.show(table, found -> draw(session, found));
            if (table.cut()) {
                session.screen()
                        .talk(
                                "There is more. --limit gives more rows; the answer ends after 8 MB.");
            }
            return exit;
        }
    }

    private void draw(Session session, PredictionTableView table) {
        var names =
                table.columns().stream().map(PredictionTableView.PredictionColumn::name).toList();
        if (output.isCsv()) {
            Csv.print(names, table.rows(), environment.out());
        } else if (table.rows().isEmpty()) {
            session.screen().talk("No row.");
        } else {
            session.screen()
                    .table(
                            names,
                            table.rows().stream()
                                    .map(row -> row.stream().map(PredictionsQuery::cell).toList())
                                    .collect(Collectors.toList()));
        }
    }

    private static Cell cell(JsonNode value) {
        var text = text(value, "–");
        return value.isNumber() ? Cell.number(text) : Cell.of(text);
    }

    /// @param missing what stands where there is nothing
    static String text(JsonNode value, String missing) {
        return value.isNull() ? missing : value.isString() ? value.stringValue() : value.toString();
    }
}
