package lastgood.wire.file;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Upstream;

/// Reads the runtime: what is embedded, or a program that is started.
final class RuntimeReader {
    private static final String EMBEDDED = "onnxruntime";
    private static final String RUNTIME =
            "{engine: onnxruntime}, {engine: command, command: TEXT, files: [FILE]}, or {engine: upstream, endpoint: NAME, model: NAME}";
    private static final Form<String> ENGINE =
            Form.word(List.of(EMBEDDED, Program.ENGINE, Upstream.ENGINE), engine -> engine);
    private static final Form<String> VERSION =
            new Form<>(
                    "a version such as \"1.29\"",
                    text -> Optional.of(text).filter(t -> t.matches("[0-9]+(\\.[0-9]+){0,2}")));
    private static final Form<String> COMMAND =
            new Form<>(
                    "a command of at most 2000 printable characters with {port} in it, such as 'python3 server.py --port {port} --model {model}'",
                    text ->
                            Optional.of(text)
                                    .filter(t -> t.length() <= 2000 && t.contains("{port}"))
                                    .filter(t -> !Program.words(t).isEmpty())
                                    .filter(t -> t.chars().noneMatch(Character::isISOControl)));
    private static final Form<String> NAME =
            new Form<>(
                    "a name of letters, digits, '.', '_' and '-', at most 100",
                    text -> Optional.of(text).filter(t -> t.matches("[A-Za-z0-9._-]{1,100}")));
    private static final Form<String> ENDPOINT =
            new Form<>(
                    "the name of an endpoint that the server was started with (--endpoint NAME=URL): lower case letters, digits and '-', at most 63",
                    text ->
                            Optional.of(text)
                                    .filter(t -> t.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")));
    private static final Form<String> VALUE =
            new Form<>(
                    "a text of at most 1000 printable characters",
                    text ->
                            Optional.of(text)
                                    .filter(t -> t.length() <= 1000)
                                    .filter(t -> t.chars().noneMatch(Character::isISOControl)));
    private static final Form<Duration> START =
            new Form<>(
                    "a time of at most 10m, such as 5s or 2m",
                    text ->
                            Form.TIME
                                    .read()
                                    .apply(text)
                                    .filter(t -> t.compareTo(Duration.ofMinutes(10)) <= 0));
    private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]{0,99}";

    private final Section section;

    private RuntimeReader(Section section) {
        this.section = section;
    }

    static Optional<ReleaseDraft.Runtime> read(Section spec) {
        var section = spec.needSection("runtime", RUNTIME);
        var engine = section.needItem("engine", ENGINE.expected()).flatMap(item -> item.as(ENGINE));
        var reader = new RuntimeReader(section);
        var runtime =
                switch (engine.orElse(EMBEDDED)) {
                    case Program.ENGINE -> reader.command();
                    case Upstream.ENGINE -> reader.upstream();
                    default -> reader.embedded(engine);
                };
        section.done();
        return runtime;
    }

    private Optional<ReleaseDraft.Runtime> embedded(Optional<String> engine) {
        var version = section.may("version", VERSION);
        var threads = section.may("threads", Form.whole(1, 64)).orElse(1L);
        var memory = section.may("memory", Form.MEMORY);
        return engine.map(e ->
                new ReleaseDraft.Runtime.Embedded(
                        new Parts.Runtime(e, version, threads.intValue(), memory)));
    }

    private Optional<ReleaseDraft.Runtime> command() {
        var command = section.need("command", COMMAND);
        var name = section.may("model", NAME).orElse(Program.DEFAULT_NAME);
        var files =
                section.mayList("files", "a list of files").stream()
                        .flatMap(item -> item.as(Form.PATH).stream())
                        .distinct()
                        .toList();
        var environment = environment();
        var startWithin = section.may("startWithin", START).orElse(Program.DEFAULT_START);
        return command.map(
                c -> new ReleaseDraft.Runtime.Command(c, name, files, environment, startWithin));
    }

    private Optional<ReleaseDraft.Runtime> upstream() {
        var endpoint = section.need("endpoint", ENDPOINT);
        var model = section.need("model", NAME);
        var version = section.may("version", NAME);
        return endpoint.flatMap(
                e -> model.map(m -> new ReleaseDraft.Runtime.Served(new Upstream(e, m, version))));
    }

    private SortedMap<String, String> environment() {
        var environment = new TreeMap<String, String>();
        section.maySection("environment", "texts by name")
                .all()
                .forEach((key, item) -> {
                    if (!key.matches(VARIABLE)) {
                        item.complain(
                                "no name of a variable: " + Item.quote(key),
                                "letters, digits and '_'");
                    }
                    item.as(VALUE).ifPresent(text -> environment.put(key, text));
                });
        return environment;
    }
}
