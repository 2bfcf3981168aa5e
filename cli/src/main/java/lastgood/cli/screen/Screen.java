package lastgood.cli.screen;

import java.io.PrintStream;
import java.util.List;
import lastgood.core.problem.Problem;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;

/// Where a verb shows what it has to show.
public final class Screen {
    public static final int WIDTH = 80;

    private final PrintStream out;
    private final PrintStream err;
    private final Look look;

    public Screen(PrintStream out, PrintStream err, Look look) {
        this.out = out;
        this.err = err;
        this.look = look;
    }

    public Look look() {
        return look;
    }

    /// A line of what was asked for.
    public void line(String text) {
        out.println(plain(text));
    }

    public void line() {
        out.println();
    }

    /// A line beside what was asked for: hints, progress, questions. Never among the data.
    public void talk(String text) {
        err.println(plain(text));
    }

    /// The next commands that make sense, one a line. Only people read them.
    public void next(String... commands) {
        if (!look.json()) {
            for (int i = 0; i < commands.length; i++) {
                talk((i == 0 ? "Next: " : "      ") + commands[i]);
            }
        }
    }

    /// The one document of `-o json`.
    public void json(Object value) {
        out.println(Json.write(value));
    }

    public void problem(Problem problem) {
        if (look.json()) {
            err.println(Json.write(ProblemDetails.of(problem)));
        } else {
            ErrorText.lines(problem, this).forEach(this::talk);
        }
    }

    /// Aligned for people, with a head; for programs one row a line, separated by tabs, and nothing else.
    public void table(List<String> head, List<List<Cell>> rows) {
        table(head, rows, List.of());
    }

    /// A table in the midst of other things: aligned for everybody.
    public void grid(List<String> head, List<List<Cell>> rows) {
        new Table(head, rows, List.of()).aligned(look).forEach(this::line);
    }

    /// The same with a remark to each row: under it for people, the last column for programs.
    public void table(List<String> head, List<List<Cell>> rows, List<String> remarks) {
        new Table(head, rows, remarks).lines(look).forEach(this::line);
    }

    /// A label and its text, which goes on below itself where a line is too short for it.
    public void field(String label, int column, String text) {
        var lines = Text.wrapped(text, WIDTH - column);
        for (int i = 0; i < lines.size(); i++) {
            line((Text.padded(i == 0 ? label : "", column) + lines.get(i)).stripTrailing());
        }
    }

    /// A symbol and its word.
    public String mark(Mark mark, String word) {
        return paint(mark.colour(), mark.symbol(look.ascii()) + (word.isEmpty() ? "" : " " + word));
    }

    String paint(Colour colour, String text) {
        return look.colour() ? colour.paint(text) : text;
    }

    private String plain(String text) {
        var tame = Text.tameLine(text);
        return look.ascii() ? Text.ascii(tame) : tame;
    }
}
