package lastgood.cli.guard;

import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.NamedFile;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "compute",
        description =
                "Evaluates one method of the guards' arithmetic, so that anybody can check it against another"
                        + " implementation. Without METHOD, lists them. Needs no server.",
        footer = {
            "",
            "Example: echo '{\"n\": 1000, \"alpha\": 0.01}' > n.json",
            "         lastgood guard compute time_uniform_dkw_radius --input n.json"
        })
public final class GuardCompute implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "METHOD", description = "two_arm_grid_log_e, psi ...")
    private Optional<String> method = Optional.empty();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "One JSON object.")
    private Optional<String> input = Optional.empty();

    public GuardCompute(Environment environment) {
        this.environment = environment;
    }

    private record Computed(String method, JsonNode value) {}

    private record Known(String method, String input) {}

    @Override
    public Integer call() {
        var screen = output.screen(environment);
        if (method.isEmpty()) {
            return list(screen);
        }
        var name = method.get();
        var form = Methods.of(name).orElseThrow(() -> new Refusal(unknown(name)));
        var file = input.orElseThrow(() -> new Refusal(noInput(name, form)));
        return show(screen, new Computed(name, value(name, form, file)));
    }

    private JsonNode value(String name, Class<? extends Method> form, String file) {
        try {
            var value = Json.mapper().<JsonNode>valueToTree(read(file, form).value());
            if (isFinite(value)) {
                return value;
            }
            throw new WrongInput("what comes of it is beyond all numbers");
        } catch (ArithmeticException e) {
            throw new Refusal(
                    cannot(name, form, file, "its numbers are beyond what can be computed"));
        } catch (WrongInput e) {
            throw new Refusal(cannot(name, form, file, e.why()));
        }
    }

    private static Problem cannot(
            String name, Class<? extends Method> form, String file, String why) {
        return Problem.of(Code.INVALID_FILE, name + " cannot be computed of " + file + ".")
                .because(why, "it takes " + Methods.input(form));
    }

    private Method read(String file, Class<? extends Method> form) {
        return switch (Json.read(
                NamedFile.of(environment, file).bytes(), form, Code.INVALID_FILE)) {
            case Outcome.Done(var method) -> method;
            case Outcome.Refused(var problem) -> throw new WrongInput(problem.cause());
        };
    }

    private static boolean isFinite(JsonNode value) {
        return value.isContainer()
                ? value.valueStream().allMatch(GuardCompute::isFinite)
                : !value.isNumber() || Double.isFinite(value.asDouble());
    }

    private static int show(Screen screen, Computed computed) {
        if (screen.look().json()) {
            screen.json(computed);
            return Exit.DONE.code();
        }
        switch (computed.value()) {
            case ObjectNode parts ->
                    parts.properties()
                            .forEach(part -> screen.line(part.getKey() + "  " + part.getValue()));
            case ArrayNode list -> list.forEach(element -> screen.line(element.toString()));
            default -> screen.line(computed.value().toString());
        }
        return Exit.DONE.code();
    }

    private static int list(Screen screen) {
        var all =
                Methods.names().stream()
                        .map(name -> new Known(name, Methods.input(Methods.of(name).orElseThrow())))
                        .toList();
        if (screen.look().json()) {
            screen.json(all);
        } else {
            all.forEach(known -> {
                screen.line(known.method());
                Text.wrapped(known.input(), Screen.WIDTH - 2).forEach(l -> screen.line("  " + l));
            });
        }
        return Exit.DONE.code();
    }

    private static Problem noInput(String name, Class<? extends Method> form) {
        return Problem.of(Code.WRONG_USAGE, name + " needs numbers.")
                .because("it takes " + Methods.input(form))
                .tryThis("lastgood guard compute " + name + " --input FILE");
    }

    private static Problem unknown(String name) {
        return Problem.of(Code.WRONG_USAGE, "There is no method '" + name + "'.")
                .because(
                        Nearest.of(name, Methods.names())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("there are " + String.join(", ", Methods.names())))
                .tryThis("lastgood guard compute");
    }
}
