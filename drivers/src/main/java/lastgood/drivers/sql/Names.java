package lastgood.drivers.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/// Names of tables, views, schemas and columns, as they may stand in a statement.
public final class Names {
    private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_]{0,62}";

    private Names() {}

    /// What both databases take as it is. Names of tables and views are of this form; those of columns need not be.
    public static boolean isPlain(String name) {
        return name.matches(PLAIN);
    }

    static String plain(String name) {
        if (!isPlain(name)) {
            throw new IllegalArgumentException(
                    "a name is up to 63 letters, digits and _, got '" + name + "'");
        }
        return name;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(Collection<String> names) {
        return names.stream().map(Names::quoted).collect(Collectors.joining(", "));
    }
}
