package lastgood.drivers.feast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.ComponentDriverContract;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.driver.Way;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Digest;
import lastgood.drivers.exec.ExecDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Feast, with a registry in a file and online tables in SQLite.
class FeastDriverTest extends ComponentDriverContract {
    private static final MoveKey KEY = new MoveKey("k");
    private static final Path ENVIRONMENT = environment();

    /// The same program, whose process ends before its nth rename or its answer. The rename by which it keeps what it
    /// worked out is no step: it changes nothing of the world.
    private static final String DYING =
            """
            import builtins, os, runpy, sys
            left, driver = int(sys.argv.pop(1)), sys.argv.pop(1)
            me = os.getpid()
            def dying(real):
                def call(*arguments, **more):
                    global left
                    if os.getpid() == me and "/known/" not in str(arguments):
                        if left == 0:
                            os._exit(9)
                        left -= 1
                    return real(*arguments, **more)
                return call
            os.replace, builtins.print = dying(os.replace), dying(print)
            runpy.run_path(driver, run_name="__main__")
            """;

    private static final String DEFINITIONS =
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
            """;

    /// What was worked out is shared by all tests, as it would be by all restores.
    @TempDir static Path known;

    @TempDir Path folder;
    private int added;

    @BeforeAll
    static void dataOfWhichTheDefinitionsTell() throws Exception {
        python(
                "-c",
                "import pandas, sys; pandas.DataFrame({'customer_id': [1], 'amount': [0.5],"
                        + " 'at': [pandas.Timestamp('2026-01-01', tz='UTC')]})"
                        + ".astype({'amount': 'float32'}).to_parquet(sys.argv[1])",
                known.resolve("data.parquet").toString());
    }

    @BeforeEach
    void aStoreWithoutDefinitions() throws Exception {
        Files.createDirectory(versions());
        Files.writeString(
                store(),
                """
                project: shop
                provider: local
                registry: %s
                online_store: {type: sqlite, path: %s}
                entity_key_serialization_version: 3
                """
                        .formatted(registry(), folder.resolve("online.db")));
    }

    @Test
    void theDriverSaysThatDefinitionsAreAppliedAgain() {
        assertThat(open().describe())
                .isEqualTo(
                        Outcome.done(
                                new Description(
                                        "table", "feast", Way.REAPPLY, store().toString())));
    }

    @Test
    void historyAndOnlineValuesThatFeastKeepsStayWhenDefinitionsGoBack() throws Exception {
        var first = add("one");
        move(add("two"));
        feast("v2", "materialize", "2025-12-31T00:00:00", "2026-01-02T00:00:00");
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
        assertThat(read()).isEqualTo("one");
        assertThat(feast("v1", "registry-dump")).contains("materializationIntervals");
        assertThat(
                        python(
                                "-c",
                                "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("
                                        + "'SELECT count(*) FROM shop_customer_features').fetchone()[0] > 0)",
                                folder.resolve("online.db").toString()))
                .contains("True");
    }

    @Test
    void aViewThatOnlyTheNewerVersionHasIsGoneAfterwardsWithItsOnlineTable() throws Exception {
        var first = add("one");
        var name = "v" + ++added;
        write(
                name,
                "two",
                """
                more = FeatureView(name="more_features", entities=[customer], online=True,
                    schema=[Field(name="customer_id", dtype=Int64), Field(name="amount", dtype=Float32)], source=source)
                """);
        move(done(open().find(name)));
        assertThat(tables()).contains("shop_more_features");
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
        assertThat(tables()).contains("shop_customer_features").doesNotContain("more");
    }

    @Test
    void definitionsThatFeastCannotApplyAreDamaged() throws Exception {
        Files.createDirectory(versions().resolve("v7"));
        Files.writeString(versions().resolve("v7/table.py"), "raise ValueError('half a file')");
        var problem = refused(open().find("v7"));
        assertThat(problem.code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(problem.cause()).contains("half a file");
    }

    @Test
    void aRegistryThatIsCutOffIsUnclearAndARestoreSaysSoToo() throws Exception {
        var first = add("one");
        move(first);
        var bytes = Files.readAllBytes(registry());
        Files.write(registry(), Arrays.copyOf(bytes, bytes.length - 7));
        assertThat(refused(open().snapshot()).code()).isEqualTo(Code.LIVE_VERSION_UNCLEAR);
        assertThat(open().restore(first, KEY)).isInstanceOf(Restored.Unchanged.class);
    }

    @Test
    void aRegistryThatIsNoLocalFileIsNotTouched() throws Exception {
        var first = add("one");
        Files.writeString(
                store(),
                "project: shop\nprovider: local\nregistry: {registry_type: sql, path: 'sqlite:////tmp/x'}\n");
        assertThat(open().health().orElseThrow().cause()).contains("is not a local file");
        assertThat(unchanged(open().restore(first, KEY)).cause()).contains("is not a local file");
    }

    @Test
    void whereThereIsNoFeastThatIsSaid() throws Exception {
        var elsewhere =
                new FeastPlace(
                        Path.of("/usr/bin/python3"),
                        store(),
                        versions(),
                        Map.of(),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1));
        assertThat(FeastDriver.in(known, "table", elsewhere).health()).isPresent();
    }

    @Override
    protected ComponentDriver open() {
        try {
            return FeastDriver.in(known, "table", place());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected ComponentDriver dyingBefore(int step) throws Exception {
        var command =
                List.of(
                        interpreter(),
                        "-c",
                        DYING,
                        Integer.toString(step),
                        FeastDriver.script(known));
        return new ExecDriver("table", FeastDriver.program(place(), command, known));
    }

    private FeastPlace place() {
        return new FeastPlace(
                Path.of(interpreter()),
                store(),
                versions(),
                Map.of(),
                Duration.ofMinutes(3),
                Duration.ofMinutes(3));
    }

    @Override
    protected Mark add(String content) throws Exception {
        var name = "v" + ++added;
        write(name, content, "");
        return done(open().find(name));
    }

    private void write(String name, String content, String more) throws IOException {
        var version = Files.createDirectory(versions().resolve(name));
        Files.writeString(
                version.resolve("table.py"),
                DEFINITIONS.formatted(known.resolve("data.parquet"), content, more));
    }

    @Override
    protected void move(Mark to) throws Exception {
        feast(to.at(), "apply");
    }

    /// The tag of the view that is defined, from the registry's own bytes; what it keeps of older ones comes after it.
    @Override
    protected String read() throws Exception {
        var bytes = Files.readString(registry(), StandardCharsets.ISO_8859_1);
        var tag = Pattern.compile("content\\x12(.)([ \\w]+)", Pattern.DOTALL).matcher(bytes);
        assertThat(tag.find()).isTrue();
        return tag.group(2).substring(0, tag.group(1).charAt(0));
    }

    @Override
    protected void damage(Mark mark) throws Exception {
        var file = versions().resolve(mark.at()).resolve("table.py");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll("\"content\": \"\\w+\"", "\"content\": \"damaged\""));
    }

    @Override
    protected void damageLive() throws Exception {
        Files.createDirectory(folder.resolve("other"));
        Files.writeString(
                folder.resolve("other/table.py"),
                DEFINITIONS.formatted(known.resolve("data.parquet"), "by hand", ""));
        feast("../other", "apply");
    }

    @Override
    protected void breakDown() throws Exception {
        Files.move(versions(), folder.resolve("gone"));
    }

    @Override
    protected Mark unknown() {
        return new Mark("v99", Digest.of(new byte[0]));
    }

    private String tables() throws Exception {
        return python(
                "-c",
                "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("
                        + "\"SELECT name FROM sqlite_master WHERE type = 'table'\").fetchall())",
                folder.resolve("online.db").toString());
    }

    /// As people call it.
    private String feast(String version, String... command) throws Exception {
        var words =
                new ArrayList<>(
                        List.of(
                                "-B",
                                "-m",
                                "feast.cli.cli",
                                "-c",
                                versions().resolve(version).toString(),
                                "-f",
                                store().toString()));
        words.addAll(List.of(command));
        return python(words.toArray(String[]::new));
    }

    private static String python(String... words) throws Exception {
        var command = new ArrayList<>(List.of(interpreter(), "-W", "ignore"));
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

    private static String interpreter() {
        return ENVIRONMENT.resolve("bin/python").toString();
    }

    private Path versions() {
        return folder.resolve("versions");
    }

    private Path store() {
        return folder.resolve("feature_store.yaml");
    }

    private Path registry() {
        return folder.resolve("registry.db");
    }
}
