package lastgood.drivers.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.ComponentDriverContract;
import lastgood.core.driver.Crash;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Digest;
import lastgood.drivers.disk.Pointer;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitDriverTest extends ComponentDriverContract {
    private static final MoveKey KEY = new MoveKey("k");
    private static final String PATH = "features/table";

    @TempDir Path folder;
    private Commits commits;

    @BeforeEach
    void anEmptyRepository() throws Exception {
        commits = Commits.init(folder.resolve("repository.git"));
        Files.createDirectory(versions());
    }

    @Test
    void readersGetWhatGitHasAtTheCommit() throws Exception {
        var first = add("one");
        add("two");
        open().restore(first, KEY);
        for (var path : List.of("table.txt", "notes/a", "bin/make")) {
            assertThat(Files.readAllBytes(link().resolve(path)))
                    .isEqualTo(commits.read(first.at(), PATH + "/" + path));
        }
        assertThat(link().resolve("bin/make")).isExecutable();
        assertThat(Files.readSymbolicLink(link().resolve("latest"))).hasToString("table.txt");
        assertThat(link().resolve("other.txt")).doesNotExist();
    }

    @Test
    void aVersionMayBeASingleFile() throws Exception {
        var first = add("one");
        var file = new GitPlace(commits.folder(), PATH + "/table.txt", pointer());
        var driver = new GitDriver("table", file);
        var mark = new Mark(first.at(), Digest.of("one".getBytes(StandardCharsets.UTF_8)));
        assertThat(driver.restore(mark, KEY)).isEqualTo(new Restored.There(mark, true));
        assertThat(link()).hasContent("one");
    }

    @Test
    void aBranchIsNoVersionBecauseItMoves() throws Exception {
        add("one");
        for (var name : List.of("main", "refs/heads/main", "HEAD~1", "0a1b2c3")) {
            assertThat(refused(open().find(name)).cause()).contains("full commit");
        }
    }

    @Test
    void aCommitWithoutThePathOrAnObjectThatIsNoCommitIsNoVersion() throws Exception {
        add("one");
        var elsewhere = commits.commit(List.of(commits.file("other.txt", "x")));
        assertThat(refused(open().find(elsewhere)).cause()).contains("no " + PATH);
        var blob = commits.file("x", "one").id().name();
        assertThat(refused(open().find(blob)).code()).isEqualTo(Code.VERSION_MISSING);
    }

    @Test
    void aDamagedCopyIsNotUsedAndAWholeOneIsWrittenBesideIt() throws Exception {
        var first = add("one");
        var second = add("two");
        open().restore(first, new MoveKey("k1"));
        damageLive();
        open().restore(second, new MoveKey("k2"));
        assertThat(open().restore(first, new MoveKey("k3")))
                .isEqualTo(new Restored.There(first, true));
        assertThat(read()).isEqualTo("one");
        assertThat(open().snapshot()).isEqualTo(Outcome.done(first));
    }

    @Test
    void damageOfWhatIsLiveIsMendedByARestoreOfTheSame() throws Exception {
        var first = add("one");
        open().restore(first, new MoveKey("k1"));
        damageLive();
        assertThat(open().restore(first, new MoveKey("k2")))
                .isEqualTo(new Restored.There(first, true));
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void whatLeadsOutOfAVersionIsRefused() throws Exception {
        var out = commits.commit(List.of(commits.link(PATH + "/out", "../../secret")));
        assertThat(refused(open().find(out)).cause()).contains("leads out of it");
        var commit = commits.blob("one");
        var nested =
                commits.commit(List.of(new Commits.Entry(PATH + "/sub", FileMode.GITLINK, commit)));
        assertThat(refused(open().find(nested)).cause()).contains("another repository");
    }

    @Test
    void aHostileTreeWritesNothingElsewhere() throws Exception {
        var up = commits.rawTree("..", "stolen");
        assertThat(refused(open().find(up)).code()).isEqualTo(Code.VERSION_DAMAGED);
        var any = new Mark(up, Digest.of(new byte[0]));
        assertThat(open().restore(any, KEY)).isInstanceOf(Restored.Unchanged.class);
        assertThat(Files.exists(link(), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(versions()).isEmptyDirectory();
    }

    @Test
    void whereThereIsNoRepositoryItSaysSo() {
        var place = new GitPlace(folder.resolve("nowhere"), PATH, pointer());
        var problem = new GitDriver("table", place).health().orElseThrow();
        assertThat(problem.what()).contains("nowhere").contains("cannot be opened");
        assertThat(problem.todo()).isNotEmpty();
    }

    @Override
    protected ComponentDriver open() {
        return new GitDriver("table", place());
    }

    @Override
    protected ComponentDriver dyingBefore(int step) {
        return new GitDriver("table", place(), Crash.before(step));
    }

    @Override
    protected Mark add(String content) throws Exception {
        var commit =
                commits.commit(
                        List.of(
                                commits.file("other.txt", "other"),
                                commits.program(PATH + "/bin/make", "#!/bin/sh\n"),
                                commits.link(PATH + "/latest", "table.txt"),
                                commits.file(PATH + "/notes/a", "a\r\n"),
                                commits.file(PATH + "/table.txt", content)));
        return done(open().find(commit));
    }

    /// Somebody who writes and links by hand, with nothing but git.
    @Override
    protected void move(Mark to) throws Exception {
        var entry = versions().resolve(to.at());
        if (!Files.exists(entry)) {
            Files.createDirectories(entry.resolve("notes"));
            Files.createDirectories(entry.resolve("bin"));
            for (var path : List.of("table.txt", "notes/a", "bin/make")) {
                Files.write(entry.resolve(path), commits.read(to.at(), PATH + "/" + path));
            }
            assertThat(entry.resolve("bin/make").toFile().setExecutable(true)).isTrue();
            Files.createSymbolicLink(entry.resolve("latest"), Path.of("table.txt"));
        }
        Files.deleteIfExists(link());
        Files.createSymbolicLink(link(), entry);
    }

    @Override
    protected String read() throws Exception {
        return Files.readString(link().resolve("table.txt"));
    }

    @Override
    protected void damage(Mark mark) throws Exception {
        commits.damage(mark.at(), PATH + "/table.txt");
    }

    @Override
    protected void damageLive() throws Exception {
        Files.writeString(link().resolve("table.txt"), "damaged");
    }

    @Override
    protected void breakDown() throws Exception {
        Files.move(commits.folder(), folder.resolve("gone.git"));
    }

    @Override
    protected Mark unknown() {
        return new Mark("0123456789012345678901234567890123456789", Digest.of(new byte[0]));
    }

    private GitPlace place() {
        return new GitPlace(commits.folder(), PATH, pointer());
    }

    private Pointer pointer() {
        return new Pointer(link(), versions());
    }

    private Path versions() {
        return folder.resolve("versions");
    }

    private Path link() {
        return folder.resolve("table");
    }
}
