package lastgood.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/// The options of a verb that shows a table, or one JSON document.
public final class Output extends Manner {
    /// Lower case, as it is typed.
    public enum Form {
        TABLE,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}. json is one document and nothing else.")
    private Form form = Form.TABLE;

    @Override
    boolean isJson() {
        return form == Form.JSON;
    }
}
