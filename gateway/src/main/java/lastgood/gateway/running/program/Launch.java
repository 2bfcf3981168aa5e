package lastgood.gateway.running.program;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import lastgood.core.port.Blobs;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.gateway.client.Server;

/// Starts one process of a program, in a folder of its own and on a free port.
///
/// A small shell script stands between: it reads a pipe that this process holds open, and ends the program, whatever the
/// program started, and its folder as soon as the pipe closes. So nothing is left when this process is killed.
public final class Launch {
    /// What a program gets of our own environment: nothing that is secret, and enough to find an interpreter.
    public static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

    /// With a session of its own the program's whole group is ended, else the program alone.
    private static final String WRAPPER =
            """
            exec 3<&0 </dev/null
            "$@" 3<&- &
            child=$!
            {
                read -r nothing <&3
                kill -KILL "$child"
                rm -rf -- "$LASTGOOD_FOLDER"
                [ "$LASTGOOD_SESSION" = yes ] && kill -KILL "-$$"
            } 2>/dev/null &
            watch=$!
            exec 3<&-
            wait "$child"
            echo "the program ended with code $?"
            [ "$LASTGOOD_SESSION" = yes ] && kill -KILL "-$$"
            kill -KILL "$watch"
            """;

    private final String name;
    private final Parts parts;
    private final Program program;
    private final Blobs blobs;
    private final LongSupplier nanos;

    /// @param name for the log
    Launch(String name, Parts parts, Program program, Blobs blobs, LongSupplier nanos) {
        this.name = name;
        this.parts = parts;
        this.program = program;
        this.blobs = blobs;
        this.nanos = nanos;
    }

    Running start() throws IOException {
        var folder = Folder.of(parts, program, blobs);
        try {
            int port = freePort();
            var process = builder(folder, port).start();
            var output = new Output(name, nanos);
            var said = process.getInputStream();
            Thread.ofVirtual().name("output-" + name).start(() -> output.read(said));
            return new Running(process, listening(port), folder, output);
        } catch (IOException | RuntimeException e) {
            folder.remove();
            throw e;
        }
    }

    private static Server listening(int port) {
        var loopback = InetAddress.getLoopbackAddress().getHostAddress();
        return Server.at(URI.create("http://" + loopback + ":" + port));
    }

    private ProcessBuilder builder(Folder folder, int port) {
        var session = setsid();
        var command = new ArrayList<>(session);
        command.addAll(List.of("/bin/sh", "-c", WRAPPER, "lastgood"));
        for (var word : Program.words(program.command())) {
            command.add(filled(word, folder, port));
        }
        var builder = new ProcessBuilder(command);
        builder.directory(folder.path().toFile());
        builder.redirectErrorStream(true);
        environment(builder.environment(), folder, !session.isEmpty());
        return builder;
    }

    private void environment(Map<String, String> environment, Folder folder, boolean session) {
        environment.keySet().retainAll(INHERITED);
        environment.put("TMPDIR", folder.path().toString());
        environment.put("PYTHONUNBUFFERED", "1");
        environment.putAll(program.environment());
        environment.put("LASTGOOD_FOLDER", folder.path().toString());
        environment.put("LASTGOOD_SESSION", session ? "yes" : "no");
    }

    private String filled(String word, Folder folder, int port) {
        return word.replace("{port}", Integer.toString(port))
                .replace("{name}", program.name())
                .replace("{folder}", folder.path().toString())
                .replace("{model}", folder.file(program.modelFile()).toString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Not every system has it.
    private static List<String> setsid() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .limit(1)
                .toList();
    }
}
