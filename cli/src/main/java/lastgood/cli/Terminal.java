package lastgood.cli;

import java.util.Optional;

/// The person at the other end, if there is one.
public interface Terminal {
    /// Whether both what is typed and what is shown go through a terminal.
    boolean isThere();

    /// Asks, and waits for a line. Empty where there is nobody, or the person hung up.
    Optional<String> ask(String question);

    /// A terminal with nobody at it.
    Terminal NOBODY =
            new Terminal() {
                @Override
                public boolean isThere() {
                    return false;
                }

                @Override
                public Optional<String> ask(String question) {
                    return Optional.empty();
                }
            };

    @SuppressWarnings("SystemConsoleNull") // it is null again since 25, where output is redirected
    static Terminal ofProcess() {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            return NOBODY;
        }
        return new Terminal() {
            @Override
            public boolean isThere() {
                return true;
            }

            @Override
            public Optional<String> ask(String question) {
                return Optional.ofNullable(console.readLine("%s", question));
            }
        };
    }
}
