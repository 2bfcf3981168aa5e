package lastgood.cli.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description = "Shows which lastgood this is, and on which Java it runs.",
        footer = {"", "Example: lastgood version -o json"})
public final class Version implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    public Version(Environment environment) {
        this.environment = environment;
    }

    private record Versions(String version, String java) {}

    @Override
    public Integer call() {
        var screen = output.screen(environment);
        var versions = new Versions(ofThis(), Runtime.version().toString());
        if (screen.look().json()) {
            screen.json(versions);
        } else {
            screen.line("lastgood " + versions.version() + "   Java " + versions.java());
        }
        return 0;
    }

    /// `0.1.0`
    public static String ofThis() {
        var properties = new Properties();
        try (var in = Version.class.getResourceAsStream("/lastgood/cli/version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
