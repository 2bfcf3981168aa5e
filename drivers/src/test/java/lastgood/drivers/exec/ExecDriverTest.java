package lastgood.drivers.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.ComponentDriverContract;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.Way;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Digest;
import lastgood.drivers.disk.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The example that `docs/drivers.md` tells people to begin with.
class ExecDriverTest extends ComponentDriverContract {
    /// The same program, whose process ends before its nth step: a forced write, a rename, or its answer.
    private static final String DYING =
            """
            import builtins, os, runpy, sys
            left, pointer = int(sys.argv.pop(1)), sys.argv.pop(1)
            def dying(real):
                def call(*arguments):
                    global left
                    if left == 0:
                        os._exit(9)
                    left -= 1
                    return real(*arguments)
                return call
            os.fsync, os.replace, builtins.print = dying(os.fsync), dying(os.replace), dying(print)
            runpy.run_path(pointer, run_name="__main__")
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path folder;
    private int added;

    @BeforeEach
    void anEmptyFolderOfVersions() throws Exception {
        Files.createDirectory(folder.resolve("versions"));
    }

    @Test
    void theProgramSaysHowItGoesBack() {
        var where = live().toString();
        assertThat(open().describe())
                .isEqualTo(Outcome.done(new Description("table", "exec", Way.POINTER, where)));
    }

    @Test
    void whatAPersonIsToldToTryIsTheCommandItself() throws Exception {
        breakDown();
        assertThat(open().health().orElseThrow().todo().getFirst())
                .startsWith("cd " + folder + " && echo '{\"protocol\":1,\"op\":\"health\"")
                .endsWith(Python.POINTER + " " + folder);
    }

    @Override
    protected ComponentDriver open() {
        return new ExecDriver("table", Python.file(folder, Python.POINTER, folder.toString()));
    }

    @Override
    protected ComponentDriver dyingBefore(int step) {
        return new ExecDriver(
                "table",
                Python.text(
                        folder,
                        DYING,
                        Integer.toString(step),
                        Python.POINTER.toString(),
                        folder.toString()));
    }

    @Override
    protected Mark add(String content) throws Exception {
        var name = "v" + ++added;
        Files.writeString(version(name), content);
        return new Mark(name, Content.of(version(name)));
    }

    @Override
    protected void move(Mark to) throws Exception {
        var state =
                Files.exists(live())
                        ? (ObjectNode) JSON.readTree(Files.readString(live()))
                        : JsonNodeFactory.instance
                                .objectNode()
                                .set("moves", JsonNodeFactory.instance.arrayNode());
        Files.writeString(live(), JSON.writeValueAsString(state.put("at", to.at())));
    }

    @Override
    protected String read() throws Exception {
        var at = JSON.readTree(Files.readString(live())).path("at").stringValue();
        return Files.readString(version(at));
    }

    @Override
    protected void damage(Mark mark) throws Exception {
        Files.writeString(version(mark.at()), "damaged");
    }

    @Override
    protected void damageLive() throws Exception {
        damage(done(open().snapshot()));
    }

    @Override
    protected void breakDown() throws Exception {
        Files.move(folder.resolve("versions"), folder.resolve("gone"));
    }

    @Override
    protected Mark unknown() {
        return new Mark("v99", Digest.of(new byte[0]));
    }

    private Path version(String name) {
        return folder.resolve("versions").resolve(name);
    }

    private Path live() {
        return folder.resolve("live.json");
    }
}
