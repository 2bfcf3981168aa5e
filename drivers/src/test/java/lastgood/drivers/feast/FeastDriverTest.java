package lastgood.drivers.feast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Feast, with a registry in a file and online tables in SQLite.
class FeastDriverTest extends ComponentDriverContract {
    private static final MoveKey KEY = new MoveKey("k");

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

    /// What was worked out is shared by all tests, as it would be by all restores.
    @TempDir static Path known;

    @TempDir Path folder;
    private int added;
    private static Optional<WarmFeast> warm = Optional.empty();
    private FeastWorld world = new FeastWorld(Path.of("/"), Path.of("/"), Path.of("/"));

    @BeforeAll
    static void dataOfWhichTheDefinitionsTell() throws Exception {
        warm = Optional.of(WarmFeast.in(known));
        new FeastWorld(known, known, python())
                .python(
                        "-c",
                        "import pandas, sys; pandas.DataFrame({'customer_id': [1], 'amount': [0.5],"
                                + " 'at': [pandas.Timestamp('2026-01-01', tz='UTC')]})"
                                + ".astype({'amount': 'float32'}).to_parquet(sys.argv[1])",
                        known.resolve("data.parquet").toString());
    }

    @AfterAll
    static void feastEnds() throws Exception {
        warm.orElseThrow().close();
    }

    private static Path python() {
        return warm.orElseThrow().interpreter();
    }

    @BeforeEach
    void aStoreWithoutDefinitions() throws Exception {
        world = new FeastWorld(folder, known.resolve("data.parquet"), python());
        Files.createDirectory(world.versions());
        Files.writeString(
                world.store(),
                """
                project: shop
                provider: local
                registry: %s
                online_store: {type: sqlite, path: %s}
                entity_key_serialization_version: 3
                """
                        .formatted(world.registry(), folder.resolve("online.db")));
    }

    @Test
    void theDriverSaysThatDefinitionsAreAppliedAgain() {
        assertThat(open().describe())
                .isEqualTo(
                        Outcome.done(
                                new Description(
                                        "table", "feast", Way.REAPPLY, world.store().toString())));
    }

    @Test
    void historyAndOnlineValuesThatFeastKeepsStayWhenDefinitionsGoBack() throws Exception {
        var first = add("one");
        move(add("two"));
        world.feast("v2", "materialize", "2025-12-31T00:00:00", "2026-01-02T00:00:00");
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
        assertThat(read()).isEqualTo("one");
        assertThat(world.feast("v1", "registry-dump")).contains("materializationIntervals");
        assertThat(
                        world.python(
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
        world.write(
                name,
                "two",
                """
                more = FeatureView(name="more_features", entities=[customer], online=True,
                    schema=[Field(name="customer_id", dtype=Int64), Field(name="amount", dtype=Float32)], source=source)
                """);
        move(done(open().find(name)));
        assertThat(world.tables()).contains("shop_more_features");
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
        assertThat(world.tables()).contains("shop_customer_features").doesNotContain("more");
    }

    @Test
    void definitionsThatFeastCannotApplyAreDamaged() throws Exception {
        Files.createDirectory(world.versions().resolve("v7"));
        Files.writeString(
                world.versions().resolve("v7/table.py"), "raise ValueError('half a file')");
        var problem = refused(open().find("v7"));
        assertThat(problem.code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(problem.cause()).contains("half a file");
    }

    @Test
    void aRegistryThatIsCutOffIsUnclearAndARestoreSaysSoToo() throws Exception {
        var first = add("one");
        move(first);
        var bytes = Files.readAllBytes(world.registry());
        Files.write(world.registry(), Arrays.copyOf(bytes, bytes.length - 7));
        assertThat(refused(open().snapshot()).code()).isEqualTo(Code.LIVE_VERSION_UNCLEAR);
        assertThat(open().restore(first, KEY)).isInstanceOf(Restored.Unchanged.class);
    }

    @Test
    void aRegistryThatIsNoLocalFileIsNotTouched() throws Exception {
        var first = add("one");
        Files.writeString(
                world.store(),
                "project: shop\nprovider: local\nregistry: {registry_type: sql, path: 'sqlite:////tmp/x'}\n");
        assertThat(open().health().orElseThrow().cause()).contains("is not a local file");
        assertThat(unchanged(open().restore(first, KEY)).cause()).contains("is not a local file");
    }

    /// All other tests fork a Feast that is there already; this is how the product starts it.
    @Test
    void anInterpreterThatHasFeastIsEnough() throws Exception {
        var first = add("one");
        move(add("two"));
        var cold = FeastDriver.in(known, "table", place(Path.of(FeastWorld.interpreter())));
        assertThat(cold.restore(first, KEY)).isEqualTo(new Restored.There(first, true));
        assertThat(cold.snapshot()).isEqualTo(Outcome.done(first));
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void whereThereIsNoFeastThatIsSaid() throws Exception {
        var elsewhere =
                new FeastPlace(
                        Path.of("/usr/bin/python3"),
                        world.store(),
                        world.versions(),
                        Map.of(),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1));
        assertThat(FeastDriver.in(known, "table", elsewhere).health()).isPresent();
    }

    @Override
    protected ComponentDriver open() {
        try {
            return FeastDriver.in(known, "table", place(python()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected ComponentDriver dyingBefore(int step) throws Exception {
        var command =
                List.of(
                        python().toString(),
                        "-c",
                        DYING,
                        Integer.toString(step),
                        FeastDriver.script(known));
        return new ExecDriver("table", FeastDriver.program(place(python()), command, known));
    }

    private FeastPlace place(Path python) {
        return new FeastPlace(
                python,
                world.store(),
                world.versions(),
                Map.of(),
                Duration.ofMinutes(3),
                Duration.ofMinutes(3));
    }

    @Override
    protected Mark add(String content) throws Exception {
        var name = "v" + ++added;
        world.write(name, content, "");
        return done(open().find(name));
    }

    @Override
    protected void move(Mark to) throws Exception {
        world.feast(to.at(), "apply");
    }

    /// The tag of the view that is defined, from the registry's own bytes; what it keeps of older ones comes after it.
    @Override
    protected String read() throws Exception {
        var bytes = Files.readString(world.registry(), StandardCharsets.ISO_8859_1);
        var tag = Pattern.compile("content\\x12(.)([ \\w]+)", Pattern.DOTALL).matcher(bytes);
        assertThat(tag.find()).isTrue();
        return tag.group(2).substring(0, tag.group(1).charAt(0));
    }

    @Override
    protected void damage(Mark mark) throws Exception {
        var file = world.versions().resolve(mark.at()).resolve("table.py");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll("\"content\": \"\\w+\"", "\"content\": \"damaged\""));
    }

    @Override
    protected void damageLive() throws Exception {
        world.write("../other", "by hand", "");
        world.feast("../other", "apply");
    }

    @Override
    protected void breakDown() throws Exception {
        Files.move(world.versions(), folder.resolve("gone"));
    }

    @Override
    protected Mark unknown() {
        return new Mark("v99", Digest.of(new byte[0]));
    }
}
