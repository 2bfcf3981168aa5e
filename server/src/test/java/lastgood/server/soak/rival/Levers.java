package lastgood.server.soak.rival;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The levers by their names.
final class Levers {
    private static final int HANG_UP = 1;

    private Levers() {}

    /// @param how `{"kind": …}` and what that kind needs
    static Lever of(JsonNode how) {
        var kind = how.get("kind").stringValue();
        return switch (kind) {
            case "haproxy" -> haproxy(path(how, "socket"), texts(how, "commands"));
            case "file" -> file(path(how, "file"), texts(how, "texts"));
            case "reload" ->
                    reload(path(how, "file"), texts(how, "texts"), how.get("pid").intValue());
            case "load" -> load(path(how, "file"), texts(how, "texts"), how);
            default -> throw new IllegalArgumentException("there is no lever '" + kind + "'");
        };
    }

    /// One command over HAProxy's runtime socket, which closes it when it is done.
    private static Lever haproxy(Path socket, List<String> commands) {
        return side ->
                () -> {
                    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                        channel.connect(UnixDomainSocketAddress.of(socket));
                        channel.write(
                                ByteBuffer.wrap(
                                        commands.get(side).getBytes(StandardCharsets.UTF_8)));
                        var said = ByteBuffer.allocate(4096);
                        while (channel.read(said) >= 0 && said.hasRemaining()) {
                            // until it is closed
                        }
                        var text =
                                new String(
                                        said.array(), 0, said.position(), StandardCharsets.UTF_8);
                        if (!text.isBlank()) {
                            throw new IOException("HAProxy says " + text.strip());
                        }
                    }
                };
    }

    /// A file that is watched: the new one takes its place in one step.
    private static Lever file(Path file, List<String> texts) {
        return side -> {
            var fresh = Files.writeString(file.resolveSibling("fresh"), texts.get(side));
            return () -> Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        };
    }

    /// A file that is read again on SIGHUP. A process made for the signal would take longer than some switches.
    @SuppressWarnings("restricted")
    private static Lever reload(Path file, List<String> texts, int pid) {
        var kill =
                Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT));
        return side -> {
            Files.writeString(file, texts.get(side));
            return () -> signal(kill, pid);
        };
    }

    /// A file that is read again when a model is loaded over REST, which answers when that is done.
    private static Lever load(Path file, List<String> texts, JsonNode how) {
        var http = HttpClient.newHttpClient();
        var request =
                HttpRequest.newBuilder(URI.create(how.get("url").stringValue()))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        return side -> {
            Files.writeString(file, texts.get(side));
            return () -> post(http, request);
        };
    }

    private static void post(HttpClient http, HttpRequest request) throws IOException {
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(request.uri() + " answered " + response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void signal(MethodHandle kill, int pid) throws IOException {
        int result;
        try {
            result = (int) kill.invokeExact(pid, HANG_UP);
        } catch (Throwable e) {
            throw new IOException(e);
        }
        if (result != 0) {
            throw new IOException("process " + pid + " could not be told to reload");
        }
    }

    private static Path path(JsonNode how, String name) {
        return Path.of(how.get(name).stringValue());
    }

    private static List<String> texts(JsonNode how, String name) {
        return how.get(name).valueStream().map(JsonNode::stringValue).toList();
    }
}
