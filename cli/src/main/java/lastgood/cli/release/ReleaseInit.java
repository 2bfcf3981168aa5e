package lastgood.cli.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.screen.Mark;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.wire.file.RelativePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        description = {
            "Writes a release.yaml and a service.yaml to start from, with comments.",
            "Nothing that is there is overwritten."
        },
        footer = {"", "Example: lastgood release init wine"})
public final class ReleaseInit implements Callable<Integer> {
    private static final List<String> FILES = List.of("release.yaml", "service.yaml");

    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "What callers will name; the folder's name if left out.")
    private Optional<String> service = Optional.empty();

    public ReleaseInit(Environment environment) {
        this.environment = environment;
    }

    /// What was written.
    private record Written(String service, List<String> files) {}

    @Override
    public Integer call() {
        var folder = environment.folder();
        var name = name(folder);
        var there = FILES.stream().filter(f -> Files.exists(folder.resolve(f))).toList();
        if (!there.isEmpty()) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, String.join(" and ", there) + " exists already.")
                            .because("lastgood release init overwrites nothing")
                            .tryThis("cd into another folder, or move the file away"));
        }
        write(folder, name);
        var screen = output.screen(environment);
        if (screen.look().json()) {
            screen.json(new Written(name, FILES));
            return 0;
        }
        FILES.forEach(file -> screen.line(screen.mark(Mark.OK, "wrote " + file)));
        screen.next(
                "edit both, then",
                "lastgood apply -f service.yaml",
                "lastgood release create -f release.yaml");
        return 0;
    }

    private String name(Path folder) {
        if (service.isPresent()) {
            return ServiceName.parse(service.get())
                    .map(ServiceName::text)
                    .orElseThrow(() ->
                            new Refusal(
                                    Problem.of(
                                                    Code.INVALID_NAME,
                                                    "'" + service.get() + "' is no service's name.")
                                            .because(
                                                    "a name is small letters, digits and dashes, at most 63")));
        }
        return Optional.ofNullable(folder.getFileName())
                .flatMap(last -> ServiceName.parse(last.toString()))
                .map(ServiceName::text)
                .orElse("my-service");
    }

    private static void write(Path folder, String name) {
        try {
            for (var file : FILES) {
                var text = template(file, Map.of("SERVICE", name, "MODEL", model(folder)));
                Files.writeString(folder.resolve(file), text, StandardOpenOption.CREATE_NEW);
            }
        } catch (IOException e) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, "The files cannot be written.")
                            .because(e.toString()));
        }
    }

    /// The folder's only model, if it has one.
    private static String model(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var models =
                    files.map(f -> f.getFileName().toString())
                            .filter(n -> n.endsWith(".onnx") && RelativePath.parse(n).isPresent())
                            .filter(n -> n.matches("[\\w.-]+"))
                            .toList();
            return models.size() == 1 ? models.getFirst() : "model.onnx";
        }
    }

    private static String template(String file, Map<String, String> words) {
        try (var in = ReleaseInit.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + file);
            }
            var text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            for (var word : words.entrySet()) {
                text = text.replace("<" + word.getKey() + ">", word.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
