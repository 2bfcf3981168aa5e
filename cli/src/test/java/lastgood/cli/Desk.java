package lastgood.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.testing.CannedServer;
import lastgood.wire.client.ControlClient;
import lastgood.wire.client.Server;

/// Somebody in front of a command line: what is typed, what is shown, and a real HTTP server with canned answers. Time
/// only passes where the command waits.
final class Desk implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T02:14:07.120Z");

    final CannedServer server = new CannedServer();
    final List<String> asked = new ArrayList<>();
    final List<Runnable> lastWords = new ArrayList<>();
    Path folder = Path.of("").toAbsolutePath();

    private final Map<String, String> variables = new HashMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private boolean terminal;
    private Instant now = NOW;
    private int pauses;
    private int happensAt = Integer.MAX_VALUE;
    private Happening happening = () -> {};

    Desk() {
        variables.put("LASTGOOD_URL", server.url());
        variables.put("USER", "alice");
        variables.put("NO_COLOR", "1");
    }

    /// What a command came to.
    record Result(String command, String out, String err, int exit) {
        /// Everything there is to see.
        String picture() {
            return "$ " + command + "\n" + out + "--- stderr\n" + err + "--- exit " + exit + "\n";
        }
    }

    /// Sits down at a terminal and gives these answers when asked.
    Desk atTerminal(String... answers) {
        terminal = true;
        this.answers.addAll(List.of(answers));
        return this;
    }

    Desk with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Desk in(Path folder) {
        this.folder = folder;
        return this;
    }

    /// Something that happens while the command waits, instead of its waiting.
    interface Happening {
        void happen() throws InterruptedException;
    }

    /// @param pause which of the pauses, from 1; that one and all after it
    Desk onPause(int pause, Happening happening) {
        this.happensAt = pause;
        this.happening = happening;
        return this;
    }

    Result run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit =
                Cli.run(
                        environment(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8)),
                        words);
        return new Result("lastgood " + String.join(" ", words), text(out), text(err), exit);
    }

    Environment environment(PrintStream out, PrintStream err) {
        return new Environment(
                out,
                err,
                Map.copyOf(variables),
                folder,
                terminal(),
                () -> now,
                ZoneOffset.UTC,
                this::pass,
                last -> {
                    lastWords.add(last);
                    return () -> lastWords.remove(last);
                },
                all -> Server.of(all).then(s -> Outcome.done(new ControlClient(s))));
    }

    @Override
    public void close() {
        server.close();
    }

    private void pass(Duration duration) throws InterruptedException {
        if (++pauses >= happensAt) {
            happening.happen();
        }
        now = now.plus(duration);
    }

    private Terminal terminal() {
        return !terminal
                ? Terminal.NOBODY
                : new Terminal() {
                    @Override
                    public boolean isThere() {
                        return true;
                    }

                    @Override
                    public Optional<String> ask(String question) {
                        asked.add(question);
                        return Optional.ofNullable(answers.poll());
                    }
                };
    }

    private String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8)
                .replace(server.url(), "http://SERVER")
                .replace(folder.toString(), "FOLDER");
    }
}
