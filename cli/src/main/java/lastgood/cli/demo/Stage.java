package lastgood.cli.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.function.ToIntFunction;

/// Where the story is told: the screen, the reader's Enter key, and the commands of the real command line.
final class Stage {
    private final PrintStream out;
    private final ToIntFunction<List<String>> commands;
    private final Runnable enter;

    /// @param commands runs one command line and answers with its exit code
    /// @param enter waits for the reader, where there is one
    Stage(PrintStream out, ToIntFunction<List<String>> commands, Runnable enter) {
        this.out = out;
        this.commands = commands;
        this.enter = enter;
    }

    void act(int number, String title) {
        out.println();
        out.println(
                "── Act "
                        + number
                        + " ── "
                        + title
                        + " "
                        + "─".repeat(Math.max(0, 66 - title.length())));
        out.println();
        out.flush();
    }

    void say(String text) {
        out.println(text);
        out.flush();
    }

    void pause() {
        enter.run();
    }

    /// Prints a command as one would type it, runs it, and answers with its exit code.
    int run(String... words) {
        out.println();
        out.println("$ lastgood " + String.join(" ", words));
        out.flush();
        int code = commands.applyAsInt(List.of(words));
        if (code != 0) {
            out.println("(exit " + code + ")");
        }
        out.flush();
        return code;
    }
}
