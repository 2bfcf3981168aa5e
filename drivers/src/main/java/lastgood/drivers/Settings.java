package lastgood.drivers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.drivers.sql.Names;

/// The settings of one driver, read one after the other. What is wrong with any is collected, so that it is told at once;
/// until then a wrong one stands for something harmless.
final class Settings {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m)");
    private static final Pattern WORD =
            Pattern.compile("\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"']+))(?=\\s|$)");
    private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]{0,99}";

    private final String kind;
    private final SortedMap<String, String> given;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> complaints = new ArrayList<>();

    Settings(String kind, SortedMap<String, String> given) {
        this.kind = kind;
        this.given = given;
    }

    /// What is made of them, if every setting was right and none was left over.
    <T> Outcome<T> then(Supplier<T> made) {
        var all = new ArrayList<String>();
        given.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(this::unknown)
                .forEach(all::add);
        all.addAll(complaints);
        return all.isEmpty()
                ? Outcome.done(made.get())
                : Outcome.refused(
                        Problem.of(
                                        Code.INVALID_FILE,
                                        "The settings of the driver '" + kind + "' are not right.")
                                .because(all)
                                .tryThis("lastgood explain " + Code.INVALID_FILE.id()));
    }

    private String unknown(String name) {
        return "it has no setting '"
                + name
                + "'"
                + Nearest.of(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; settings: " + String.join(", ", known));
    }

    String text(String name, String form, String expected) {
        return required(name).map(text -> checked(name, text, form, expected)).orElse("");
    }

    Optional<String> textIfGiven(String name, String form, String expected) {
        return optional(name).map(text -> checked(name, text, form, expected));
    }

    /// An absolute path: a file does not know in which folder the server stands.
    Path path(String name) {
        return required(name).map(text -> absolute(name, text)).orElse(Path.of("/"));
    }

    Path path(String name, Path otherwise) {
        return optional(name).map(text -> absolute(name, text)).orElse(otherwise);
    }

    Duration time(String name, Duration otherwise) {
        return optional(name).map(text -> time(name, text, otherwise)).orElse(otherwise);
    }

    /// A command as a shell would take it apart, by blanks and quotes; nothing else means anything.
    List<String> words(String name) {
        return required(name).map(text -> apart(name, text)).orElse(List.of("false"));
    }

    /// Names of environment variables, with commas between them.
    List<String> names(String name) {
        return optional(name)
                .map(text ->
                        Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(each ->
                                        checked(
                                                name,
                                                each,
                                                VARIABLE,
                                                "names of environment variables, such as TOKEN, REGION"))
                                .toList())
                .orElse(List.of());
    }

    /// Of a table, a view or a schema.
    String name(String name) {
        return required(name).map(text -> named(name, text)).orElse("x");
    }

    String name(String name, String otherwise) {
        return optional(name).map(text -> named(name, text)).orElse(otherwise);
    }

    private String named(String name, String text) {
        if (!Names.isPlain(text)) {
            complain(name, "is a name of up to 63 letters, digits and _, not '" + text + "'");
        }
        return text;
    }

    /// The name of the environment variable that holds a secret, which itself stands in no file.
    Optional<String> variable(String name) {
        return textIfGiven(
                name, VARIABLE, "the name of an environment variable, such as TABLE_PASSWORD");
    }

    void complain(String name, String why) {
        complaints.add("'" + name + "' " + why);
    }

    private Optional<String> required(String name) {
        var text = optional(name);
        if (text.isEmpty()) {
            complaints.add("'" + name + "' is missing");
        }
        return text;
    }

    private Optional<String> optional(String name) {
        known.add(name);
        return Optional.ofNullable(given.get(name));
    }

    private String checked(String name, String text, String form, String expected) {
        if (!text.matches(form)) {
            complain(name, "is " + expected + ", not '" + text + "'");
        }
        return text;
    }

    private Path absolute(String name, String text) {
        if (text.startsWith("/") && text.indexOf('\0') < 0) {
            return Path.of(text).normalize();
        }
        complain(name, "is a path from the root on, such as /srv/" + name + ", not '" + text + "'");
        return Path.of("/");
    }

    private Duration time(String name, String text, Duration otherwise) {
        var time = TIME.matcher(text);
        if (!time.matches()) {
            complain(name, "is a time such as 500ms, 30s or 5m, not '" + text + "'");
            return otherwise;
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private List<String> apart(String name, String text) {
        var words = new ArrayList<String>();
        var word = WORD.matcher(text);
        int end = 0;
        while (word.find() && word.start() == end) {
            end = word.end();
            words.add(
                    Optional.ofNullable(word.group(1))
                            .or(() -> Optional.ofNullable(word.group(2)))
                            .orElseGet(() -> word.group(3)));
        }
        if (words.isEmpty() || !text.substring(end).isBlank()) {
            complain(
                    name,
                    "is a program and its arguments, with quotes around one that holds blanks, not '"
                            + text
                            + "'");
            return List.of("false");
        }
        return words;
    }
}
