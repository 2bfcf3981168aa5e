package lastgood.wire.file;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Parts;
import lastgood.wire.Json;

/// Reads a release's configuration: three keys with a meaning, and `values`, which are kept and compared.
public final class ConfigReader {
    private static final String EXPECTED =
            "{}, {timeout, decisionThreshold, batchMax, values}, or {ref: NAME@VERSION}";
    private static final Form<Duration> TIMEOUT =
            new Form<>(
                    "a time of at most 10m, such as 200ms or 1s",
                    text ->
                            Form.TIME
                                    .read()
                                    .apply(text)
                                    .filter(t -> t.compareTo(Duration.ofMinutes(10)) <= 0));

    private ConfigReader() {}

    static Parts.Config read(Section spec) {
        var section = spec.needSection("config", EXPECTED);
        var ref = section.item("ref");
        if (ref.isPresent()) {
            var shared = ref.get().as(Form.COMPONENT);
            section.done(" (a shared configuration is taken as it is)");
            return shared.map(Parts.Config.DEFAULT::in).orElse(Parts.Config.DEFAULT);
        }
        return values(section, " (everything else belongs under config.values)");
    }

    /// The file of a component of kind `config`: the same keys at its top.
    ///
    /// @param path as people call the file
    public static Outcome<Parts.Config> parse(String path, String text) {
        var complaints = new Complaints(path);
        var config =
                values(
                        Documents.single(text, complaints),
                        " (everything else belongs under values)");
        return complaints.outcome(() -> config);
    }

    private static Parts.Config values(Section section, String hint) {
        var timeout = section.may("timeout", TIMEOUT).orElse(Parts.Config.DEFAULT.timeout());
        double threshold =
                section.may("decisionThreshold", Form.NUMBER)
                        .orElse(Parts.Config.DEFAULT.decisionThreshold());
        var batchMax = section.may("batchMax", Form.whole(1, 1 << 24)).map(Long::intValue);
        var values = new TreeMap<String, String>();
        section.maySection("values", "values by name")
                .all()
                .forEach((key, item) -> flatten(key, item, values));
        section.done(hint);
        return new Parts.Config(timeout, threshold, batchMax, values);
    }

    private static void flatten(String key, Item item, SortedMap<String, String> values) {
        if (item.node() instanceof Yaml.Mapping mapping && !mapping.entries().isEmpty()) {
            item.section("values")
                    .all()
                    .forEach((inner, value) -> flatten(key + "." + inner, value, values));
        } else if (values.put(key, json(item.node())) != null) {
            item.complain("another value is called '" + key + "' too", "another name");
        }
    }

    private static String json(Yaml yaml) {
        return switch (yaml) {
            case Yaml.Scalar scalar -> json(scalar);
            case Yaml.Sequence(_, var items) ->
                    "[" + String.join(",", items.stream().map(ConfigReader::json).toList()) + "]";
            case Yaml.Mapping(_, var entries) ->
                    "{"
                            + String.join(
                                    ",",
                                    entries.stream()
                                            .map(e -> Json.write(e.key()) + ":" + json(e.value()))
                                            .toList())
                            + "}";
        };
    }

    private static String json(Yaml.Scalar scalar) {
        if (scalar.isNothing()) {
            return "null";
        }
        boolean bare =
                scalar.plain()
                        && scalar.text()
                                .matches(
                                        "true|false|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
        return bare ? scalar.text() : Json.write(scalar.text());
    }
}
