package lastgood.drivers.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.ComponentDriverContract;
import lastgood.core.driver.Crash;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Code;
import lastgood.core.release.Digest;
import lastgood.drivers.disk.Content;
import lastgood.drivers.disk.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDriverTest extends ComponentDriverContract {
    private static final MoveKey KEY = new MoveKey("k");

    @TempDir Path folder;
    private int added;

    @BeforeEach
    void anEmptyFolderOfVersions() throws Exception {
        Files.createDirectory(versions());
    }

    @Test
    void theLinkIsRelativeSoThatTheFolderCanBeMounted() throws Exception {
        var first = add("one");
        open().restore(first, KEY);
        assertThat(Files.readSymbolicLink(link())).isEqualTo(Path.of("versions", "v1"));
    }

    @Test
    void aVersionMayBeASingleFileWhoseDigestEveryToolTells() throws Exception {
        Files.writeString(versions().resolve("limits.json"), "{}");
        var mark = new Mark("limits.json", Digest.of("{}".getBytes(StandardCharsets.UTF_8)));
        assertThat(open().restore(mark, KEY)).isEqualTo(new Restored.There(mark, true));
        assertThat(link()).hasContent("{}");
    }

    @Test
    void aLinkThatLeadsOutOfTheFolderIsNoVersion() throws Exception {
        add("one");
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(link(), outside);
        var problem = refused(open().snapshot());
        assertThat(problem.code()).isEqualTo(Code.LIVE_VERSION_UNCLEAR);
        assertThat(problem.cause()).contains("outside of " + versions());
    }

    @Test
    void anEntryThatIsALinkOrHasOneThatLeadsOutIsRefused() throws Exception {
        var outside = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(versions().resolve("v7"), outside);
        assertThat(refused(open().find("v7")).code()).isEqualTo(Code.VERSION_DAMAGED);
        var first = add("one");
        Files.createSymbolicLink(versions().resolve("v1/way-out"), Path.of("../../secret"));
        assertThat(refused(open().verify(first)).cause()).contains("leads out of it");
        Files.delete(versions().resolve("v1/way-out"));
        Files.createSymbolicLink(versions().resolve("v1/alias"), Path.of("table.txt"));
        assertThat(done(open().find("v1"))).isNotEqualTo(first);
    }

    @Test
    void whatIsInTheWayOfTheLinkIsNotReplaced() throws Exception {
        var first = add("one");
        Files.writeString(link(), "somebody's file");
        assertThat(open().health().orElseThrow().cause()).contains("is not a link");
        assertThat(unchanged(open().restore(first, KEY)).cause()).contains("is not a link");
        assertThat(link()).hasContent("somebody's file");
    }

    @Test
    void anUnreadableMemoryOfMovesIsToldAndNothingMoves() throws Exception {
        var first = add("one");
        Files.writeString(folder.resolve(".table.moves"), "rubbish\n");
        assertThat(open().health().orElseThrow().cause()).contains("rubbish");
        assertThat(unchanged(open().restore(first, KEY)).code()).isEqualTo(Code.DRIVER_FAILED);
        assertThat(Files.exists(link(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void aMoveThatACrashCutOffIsOverOnceAnotherCame() throws Exception {
        var first = add("one");
        var second = add("two");
        move(second);
        var cutOff = new MoveKey("cut-off");
        try {
            dyingBefore(2).restore(first, cutOff);
        } catch (Crash _) {
            assertThat(open().restore(second, KEY)).isEqualTo(new Restored.There(second, false));
        }
        assertThat(unchanged(open().restore(first, cutOff)).code()).isEqualTo(Code.MOVE_WAS_MADE);
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void theBitThatMakesAFileAProgramCounts() throws Exception {
        var first = add("one");
        assertThat(versions().resolve("v1/table.txt").toFile().setExecutable(true)).isTrue();
        assertThat(refused(open().verify(first)).code()).isEqualTo(Code.VERSION_DAMAGED);
    }

    @Override
    protected ComponentDriver open() {
        return new FileDriver("table", new Pointer(link(), versions()));
    }

    @Override
    protected ComponentDriver dyingBefore(int step) {
        return new FileDriver("table", new Pointer(link(), versions()), Crash.before(step));
    }

    @Override
    protected Mark add(String content) throws Exception {
        var version = Files.createDirectory(versions().resolve("v" + ++added));
        Files.writeString(version.resolve("table.txt"), content);
        Files.writeString(Files.createDirectory(version.resolve("notes")).resolve("a"), "a");
        return new Mark("v" + added, Content.of(version));
    }

    @Override
    protected void move(Mark to) throws Exception {
        Files.deleteIfExists(link());
        Files.createSymbolicLink(link(), versions().resolve(to.at()));
    }

    @Override
    protected String read() throws Exception {
        return Files.readString(link().resolve("table.txt"));
    }

    @Override
    protected void damage(Mark mark) throws Exception {
        Files.writeString(versions().resolve(mark.at()).resolve("notes/a"), "b");
    }

    @Override
    protected void damageLive() throws Exception {
        Files.delete(link().resolve("notes/a"));
    }

    @Override
    protected void breakDown() throws Exception {
        Files.move(versions(), folder.resolve("gone"));
    }

    @Override
    protected Mark unknown() {
        return new Mark("v99", Digest.of(new byte[0]));
    }

    private Path versions() {
        return folder.resolve("versions");
    }

    private Path link() {
        return folder.resolve("table");
    }
}
