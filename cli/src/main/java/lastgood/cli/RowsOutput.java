package lastgood.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/// The options of a verb that shows rows of data: as a table, as one JSON document, or for a spreadsheet.
public final class RowsOutput extends Manner {
    /// Lower case, as it is typed.
    public enum Form {
        TABLE,
        JSON,
        CSV;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}. csv has a head, and what has parts as JSON.")
    private Form form = Form.TABLE;

    public boolean isCsv() {
        return form == Form.CSV;
    }

    @Override
    boolean isJson() {
        return form == Form.JSON;
    }
}
