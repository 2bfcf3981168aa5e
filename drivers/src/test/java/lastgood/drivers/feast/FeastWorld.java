package lastgood.drivers.feast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A feature store in a folder, and those who use it without the driver.
///
/// @param data a Parquet file of which the definitions tell
/// @param python what Feast is called by
record FeastWorld(Path folder, Path data, Path python) {
    void write(String name, String content, String more) throws IOException {
        var version = Files.createDirectory(versions().resolve(name));
        Files.writeString(
                version.resolve("table.py"),
                """
                from datetime import timedelta
                from feast import Entity, FeatureView, Field, FileSource
                from feast.types import Float32, Int64
                from feast.value_type import ValueType

                customer = Entity(name="customer", join_keys=["customer_id"], value_type=ValueType.INT64)
                source = FileSource(name="source", path="%s", timestamp_field="at")
                view = FeatureView(
                    name="customer_features", entities=[customer], ttl=timedelta(days=1), online=True,
                    schema=[Field(name="customer_id", dtype=Int64), Field(name="amount", dtype=Float32)],
                    source=source, tags={"content": "%s"})
                %s
                """
                        .formatted(data, content, more));
    }

    String tables() throws Exception {
        return python(
                "-c",
                "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("
                        + "\"SELECT name FROM sqlite_master WHERE type = 'table'\").fetchall())",
                folder.resolve("online.db").toString());
    }

    /// As people call it.
    String feast(String version, String... command) throws Exception {
        var words =
                new ArrayList<>(
                        List.of(
                                "-m",
                                "feast.cli.cli",
                                "-c",
                                versions().resolve(version).toString(),
                                "-f",
                                store().toString()));
        words.addAll(List.of(command));
        return python(words.toArray(String[]::new));
    }

    String python(String... words) throws Exception {
        var command = new ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(words));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
        return said;
    }

    private static Path environment() {
        return Path.of(
                Optional.ofNullable(System.getenv("LASTGOOD_ENV_FEAST"))
                        .orElseThrow(() ->
                                new AssertionError(
                                        "these tests need scripts/envs/feast: run ./dev test")));
    }

    static String interpreter() {
        return environment().resolve("bin/python").toString();
    }

    Path versions() {
        return folder.resolve("versions");
    }

    Path store() {
        return folder.resolve("feature_store.yaml");
    }

    Path registry() {
        return folder.resolve("registry.db");
    }
}
