package lastgood.server.soak.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lastgood.gateway.running.child.ChildJvm;

/// How a server is started: the command line up to the class that runs.
///
/// @param options that `run` is given besides
public record Launch(List<String> command, List<String> options) {
    static final String TEMPORARY_FILES = "tmp";
    private static final String TEMPORARY = "-Djava.io.tmpdir=";
    private static final String MAIN = "lastgood.server.Main";

    public Launch {
        command = List.copyOf(command);
        options = List.copyOf(options);
    }

    public Launch(List<String> command) {
        this(command, List.of());
    }

    public Launch with(String... more) {
        return new Launch(command, List.of(more));
    }

    /// As it is shipped: with the options and the AOT cache that the build made.
    public static Launch shipped(Home home) {
        return new Launch(
                List.of(
                        java(),
                        "@" + home.dist().resolve("jvm.options"),
                        TEMPORARY,
                        at(home),
                        MAIN));
    }

    /// For tests: the product where they run beside it, else the classes of this very JVM. It starts soon, and never gets
    /// fast.
    public static Launch forTests(Home home) {
        var command = new ArrayList<String>();
        command.add(java());
        var ofChildren = System.getProperty(ChildJvm.OPTIONS);
        if (ofChildren != null) {
            command.add("@" + Path.of(ofChildren).resolveSibling("jvm.options"));
            command.add("-D" + ChildJvm.OPTIONS + "=" + ofChildren);
        } else {
            command.addAll(
                    List.of(
                            "-cp",
                            System.getProperty("java.class.path"),
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-XX:+UseSerialGC"));
        }
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m", TEMPORARY, at(home), MAIN));
        return new Launch(command);
    }

    /// @param folder holds the server's data, and beside them its temporary files: so it is seen what a killed one
    ///     leaves of those
    List<String> run(Path folder, Ports ports) {
        var temporary = folder.resolve(TEMPORARY_FILES);
        var all = new ArrayList<String>();
        command.forEach(word -> all.add(word.equals(TEMPORARY) ? word + temporary : word));
        all.addAll(List.of("run", "--data", folder.resolve("data").toString()));
        all.addAll(List.of("--port", String.valueOf(ports.api())));
        all.addAll(List.of("--gateway-port", String.valueOf(ports.predict())));
        all.addAll(List.of("--grpc-port", "0"));
        all.addAll(options);
        return all;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String at(Home home) {
        return "-Dlastgood.home=" + home.root();
    }
}
