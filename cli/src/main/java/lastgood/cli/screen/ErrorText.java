package lastgood.cli.screen;

import java.util.ArrayList;
import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Kind;
import lastgood.core.problem.Problem;

/// A refusal as people see it: what happened, why, what to do, and in the last line what state things are in.
final class ErrorText {
    private static final int INDENT = 8;

    private ErrorText() {}

    static List<String> lines(Problem problem, Screen screen) {
        var lines = new ArrayList<String>(what(problem, screen));
        if (!problem.why().isEmpty()) {
            lines.add("");
            lines.addAll(block("why", wrapped(problem.why())));
        }
        lines.add("");
        lines.addAll(block("do", todo(problem)));
        var state = state(problem);
        if (!state.isEmpty()) {
            lines.add("");
            Text.wrapped(state, Screen.WIDTH - 2).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    /// The code stands at the right of the first line.
    private static List<String> what(Problem problem, Screen screen) {
        var code = problem.code().id();
        int room = Screen.WIDTH - Text.width(screen.mark(Mark.TRIPPED, "")) - code.length() - 3;
        var said = Text.wrapped(Text.tame(problem.what()), room);
        var lines = new ArrayList<String>();
        for (int i = 0; i < said.size(); i++) {
            lines.add(
                    i == 0
                            ? screen.mark(Mark.TRIPPED, "")
                                    + " "
                                    + Text.padded(said.getFirst(), room + 2)
                                    + code
                            : "  " + said.get(i));
        }
        return lines;
    }

    private static List<String> wrapped(List<String> why) {
        return why.stream()
                .flatMap(w -> Text.wrapped(Text.tame(w), Screen.WIDTH - INDENT).stream())
                .toList();
    }

    /// Commands are never broken: they are there to be pasted.
    private static List<String> todo(Problem problem) {
        var todo = new ArrayList<>(problem.todo().stream().map(Text::tame).toList());
        var explain = "lastgood explain " + problem.code().id();
        boolean saysItAll = problem.code() == Code.WRONG_USAGE && !todo.isEmpty();
        if (!saysItAll && !todo.contains(explain)) {
            todo.add(explain);
        }
        return todo;
    }

    private static List<String> block(String word, List<String> content) {
        var lines = new ArrayList<String>();
        for (var line : content) {
            lines.add(Text.padded(lines.isEmpty() ? "  " + word : "", INDENT) + line);
        }
        return lines;
    }

    /// A refusal has by its nature changed nothing; about a failure only the server may say that.
    private static String state(Problem problem) {
        var said = Text.tame(problem.state());
        if (!isHarmless(problem.code().kind()) || said.startsWith("Nothing was ")) {
            return said;
        }
        return ("Nothing was changed. " + said).strip();
    }

    private static boolean isHarmless(Kind kind) {
        return switch (kind) {
            case INVALID,
                    NOT_FOUND,
                    REFUSED,
                    NOT_ALLOWED,
                    NOT_LOGGED_IN,
                    TOO_LARGE,
                    WRONG_MEDIA,
                    WRONG_METHOD ->
                    true;
            case TOO_LATE, UNAVAILABLE, FAILED -> false;
        };
    }
}
