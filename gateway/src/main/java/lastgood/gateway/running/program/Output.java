package lastgood.gateway.running.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a program says, line by line in the log: long lines are cut, and of too many a minute only the number is told.
public final class Output {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);
    private static final int LONGEST = 500;
    private static final int A_MINUTE = 100;
    private static final long MINUTE = 60_000_000_000L;
    private static final int KEPT = 5;

    private final String name;
    private final LongSupplier nanos;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private long began;
    private long lines;

    public Output(String name, LongSupplier nanos) {
        this.name = name;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /// Reads until the program has ended.
    public void read(InputStream said) {
        try (Reader reader = new InputStreamReader(said, StandardCharsets.UTF_8)) {
            char[] buffer = new char[4096];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    add(buffer[i]);
                }
            }
        } catch (IOException _) {
            // It has ended.
        }
        endLine();
    }

    /// The last lines, for those who want to know why it ended.
    public synchronized List<String> last() {
        return List.copyOf(last);
    }

    private void add(char c) {
        if (c == '\n') {
            endLine();
        } else if (line.length() < LONGEST && c != '\r') {
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
    }

    private void endLine() {
        if (line.isEmpty()) {
            return;
        }
        var text = line.toString();
        line.setLength(0);
        keep(text);
        long now = nanos.getAsLong();
        if (now - began > MINUTE) {
            leftOut();
            began = now;
            lines = 0;
        }
        if (++lines <= A_MINUTE) {
            LOG.info("{}: {}", name, text);
        }
    }

    private void leftOut() {
        if (lines > A_MINUTE) {
            LOG.info("{}: … and {} more lines", name, lines - A_MINUTE);
        }
    }

    private synchronized void keep(String text) {
        last.addLast(text);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }
}
