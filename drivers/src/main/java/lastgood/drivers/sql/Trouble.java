package lastgood.drivers.sql;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a database or the way to it did to us, for people.
final class Trouble {
    private static final int MOST = 500;

    private Trouble() {}

    /// The failure's own text and that of what caused it, each once.
    static List<String> said(SQLException failure, Duration within) {
        var said = new ArrayList<String>();
        for (Throwable each = failure; each != null && said.size() < 3; each = each.getCause()) {
            var text = text(each, within);
            if (said.stream().noneMatch(before -> before.contains(text))) {
                said.add(text);
            }
        }
        return said;
    }

    private static String text(Throwable failure, Duration within) {
        if (failure instanceof SocketTimeoutException) {
            return "the database did not answer in time, at most "
                    + within.toMillis() / 1000.0
                    + " s";
        }
        var text =
                String.valueOf(failure.getMessage())
                        .strip()
                        .replaceAll("\\s*[\\p{Cntrl}\\s]+\\s*", " ");
        return text.length() > MOST ? text.substring(0, MOST) + "…" : text;
    }
}
