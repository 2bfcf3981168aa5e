package lastgood.server.soak.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A hand-written file with the folder in which the files lie that it names.
public record Parcel(String name, String text, Path folder) {
    private static final Pattern FILE = Pattern.compile("[\\w-][\\w.-]*\\.(onnx|yaml|ndjson)");

    public static Parcel read(Path file) {
        try {
            return new Parcel(
                    file.getFileName().toString(),
                    Files.readString(file),
                    Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same with other words.
    public Parcel with(String what, String instead) {
        if (!text.contains(what)) {
            throw new IllegalArgumentException(name + " does not say '" + what + "'");
        }
        return new Parcel(name, text.replace(what, instead), folder);
    }

    /// Sends the files, then the text, to `/releases` or `/apply`.
    public Reply send(Rest rest, String path) throws IOException {
        var files = new TreeMap<String, String>();
        for (var file : files().entrySet()) {
            var stored =
                    rest.post(
                            "/blobs",
                            "application/octet-stream",
                            Files.readAllBytes(file.getValue()));
            files.put(file.getKey(), stored.done().get("digest").stringValue());
        }
        return rest.post(path, Map.of("path", name, "text", text, "files", files));
    }

    /// The files next to it that its text names.
    Map<String, Path> files() {
        return FILE.matcher(text)
                .results()
                .map(m -> m.group())
                .distinct()
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .collect(Collectors.toMap(name -> name, folder::resolve));
    }
}
