package lastgood.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/// The options of a verb that shows a graph: in words, as one JSON document, or for Graphviz.
public final class GraphOutput extends Manner {
    /// Lower case, as it is typed.
    public enum Form {
        TEXT,
        JSON,
        DOT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}. dot is what Graphviz draws.")
    private Form form = Form.TEXT;

    public boolean isDot() {
        return form == Form.DOT;
    }

    @Override
    boolean isJson() {
        return form == Form.JSON;
    }
}
