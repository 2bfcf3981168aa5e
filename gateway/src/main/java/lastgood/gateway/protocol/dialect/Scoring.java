package lastgood.gateway.protocol.dialect;

import java.util.Locale;
import java.util.Set;
import lastgood.core.release.Schema;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;

/// What MLflow's scoring servers take: a table in JSON or CSV, or tensors row by row.
public final class Scoring implements Dialect {
    private static final Set<RowsReader.Form> FORMS = Set.of(RowsReader.Form.values());

    @Override
    public Asked read(Sent sent, Schema live, Loan loan) throws BadData, WrongMediaException {
        var type = sent.type().orElse("application/json");
        return switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/json" -> RowsReader.read(sent, live, loan, FORMS);
            case "text/csv" -> CsvReader.read(sent, live, loan);
            default ->
                    throw new WrongMediaException(
                            "a body is of Content-Type application/json or text/csv");
        };
    }
}
