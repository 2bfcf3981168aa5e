package lastgood.gateway.running.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lastgood.gateway.running.child.ReleaseJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What parent and child write to each other: one JSON document each way, in files.
final class Letters {
    static final String JOB = "job.json";
    static final String ENDPOINTS = "endpoints.json";
    static final String FINDING = "finding.json";

    /// There as soon as the child runs.
    static final String STARTED = "started";

    private static final JsonMapper MAPPER =
            ReleaseJson.mapper()
                    .addMixIn(Job.class, ReleaseJson.Typed.class)
                    .addMixIn(Finding.class, ReleaseJson.Typed.class)
                    .build();

    private Letters() {}

    /// All of it or nothing: whoever sees the file may read it.
    static void write(Path file, Object letter) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.write(draft, MAPPER.writeValueAsBytes(letter));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            return MAPPER.readValue(Files.readAllBytes(file), type);
        } catch (JacksonException e) {
            throw new IOException("what the child process wrote cannot be read", e);
        }
    }
}
