package lastgood.core.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A program that is started to serve a model: it speaks the Open Inference Protocol, version 2, over HTTP.
///
/// @param command words as a shell would split them, with `{port}`, `{model}`, `{name}` and `{folder}` in them
/// @param name of the model, as the program serves it
/// @param modelFile what the model's file is called in the program's folder
/// @param files that lie beside it, by path
/// @param environment variables that travel with the release
/// @param startWithin until it says that it is ready
public record Program(
        String command,
        String name,
        String modelFile,
        List<Entry> files,
        SortedMap<String, String> environment,
        Duration startWithin) {
    public static final String ENGINE = "command";
    public static final String DEFAULT_NAME = "model";
    public static final Duration DEFAULT_START = Duration.ofSeconds(30);

    /// A file of the program.
    ///
    /// @param path in its folder, which it never leaves; the blob is called the same
    public record Entry(String path, Blob blob) {
        public Entry {
            if (!isInside(path)) {
                throw new IllegalArgumentException("no path inside a folder: '" + path + "'");
            }
            blob = new Blob(path, blob.digest(), blob.size());
        }
    }

    public Program {
        if (!isInside(modelFile) || modelFile.contains("/")) {
            throw new IllegalArgumentException("no name of a file: '" + modelFile + "'");
        }
        files = List.copyOf(files);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /// The words of a command, as a shell would split them: at spaces that are not quoted. Nothing else is special.
    ///
    /// Empty where there is none, or a quote does not end.
    public static List<String> words(String command) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote == 0 && c == ' ') {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else if (quote == 0 ? c == '"' || c == '\'' : c == quote) {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote == 0 ? List.copyOf(words) : List.of();
    }

    private static boolean isInside(String path) {
        return path.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(n -> n.isBlank() || n.equals(".") || n.equals(".."));
    }

    /// `python3 server.py …, server.py 0a1b2c3d4e5f, MODE fast`: all that one program can differ by from another.
    @Override
    public String toString() {
        return "'"
                + command
                + "', model "
                + name
                + " in "
                + modelFile
                + files.stream()
                        .map(f -> ", " + f.path() + " " + f.blob().digest().brief())
                        .collect(Collectors.joining())
                + environment.entrySet().stream()
                        .map(e -> ", " + e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining())
                + ", start within "
                + startWithin.toMillis()
                + "ms";
    }
}
