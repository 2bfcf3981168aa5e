package lastgood.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.cli.screen.Screen;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.client.ControlClient;
import lastgood.wire.view.StatusView;

/// One call of a verb: who asks, where it is shown, and the server it speaks with.
public final class Session implements AutoCloseable {
    private final Environment environment;
    private final Screen screen;
    private final ControlClient client;

    private Session(Environment environment, Screen screen, ControlClient client) {
        this.environment = environment;
        this.screen = screen;
        this.client = client;
    }

    public static Session open(Environment environment, Manner output) {
        var client = must(environment.clients().connect(environment.variables()));
        return new Session(environment, output.screen(environment), client);
    }

    public Environment environment() {
        return environment;
    }

    public Screen screen() {
        return screen;
    }

    public ControlClient client() {
        return client;
    }

    public Instant now() {
        return environment.clock().instant();
    }

    /// Shows a value as JSON, or draws it.
    public <T> int show(T value, Consumer<T> draw) {
        if (screen.look().json()) {
            screen.json(value);
        } else {
            draw.accept(value);
        }
        return Exit.DONE.code();
    }

    /// The service that was named, or the only one there is.
    public String service(Optional<String> named) {
        return named.orElseGet(() -> onlyOne(must(client.services())));
    }

    /// Whether somebody can be asked. With JSON nobody expects a question.
    public boolean canAsk() {
        return environment.terminal().isThere() && !screen.look().json();
    }

    /// Yes only if the person says so.
    public boolean isYes(String question) {
        return environment
                .terminal()
                .ask(question + " [y/N] ")
                .filter(answer -> answer.strip().matches("(?i)y|yes"))
                .isPresent();
    }

    public static <T> T must(Outcome<T> outcome) {
        return Refusal.must(outcome);
    }

    @Override
    public void close() {
        client.close();
    }

    private static String onlyOne(List<StatusView> services) {
        if (services.size() == 1) {
            return services.getFirst().service();
        }
        if (services.isEmpty()) {
            throw new Refusal(
                    Problem.of(Code.NO_SUCH_SERVICE, "The server has no service yet.")
                            .tryThis(
                                    "lastgood release init",
                                    "lastgood release create -f release.yaml"));
        }
        var names = services.stream().map(StatusView::service).toList();
        throw new Refusal(
                Problem.of(Code.WRONG_USAGE, "Which service?")
                        .because("the server has " + names.size() + ": " + String.join(", ", names))
                        .tryThis("name one of them before anything else"));
    }
}
