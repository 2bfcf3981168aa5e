package lastgood.drivers.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs that hang, lie, babble and die: each becomes a clear answer, and the world is called unknown.
class HostileProgramTest {
    private static final Mark V1 = new Mark("v1", Digest.of(new byte[0]));
    private static final MoveKey KEY = new MoveKey("k1");
    private static final Duration SHORT = Duration.ofMillis(300);

    /// Says what a good program would, with some of it replaced.
    private static final String SAYS =
            """
            import json, os, sys, signal
            ask = json.loads(sys.stdin.readline())
            def say(**other):
                good = {"protocol": 1, "op": ask["op"], "ok": True, "moved": True}
                good |= {name: ask[name] for name in ("at", "digest", "key") if name in ask}
                print(json.dumps(good | other), flush=True)
            """;

    @TempDir Path folder;

    @Test
    void oneThatHangsIsKilled() {
        var hanging = "import signal\nwhile True: signal.pause()";
        assertThat(unknown(Python.text(folder, SHORT, hanging)).cause())
                .contains("did not end within 0.3 s, and was killed");
    }

    @Test
    void oneThatHangsTakesAllItStartedWithIt() throws Exception {
        var family =
                """
                import os, signal, socket, sys
                os.fork()
                os.fork()
                connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                while True: signal.pause()
                """;
        try (var door = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            var program = Python.text(folder, family, Integer.toString(door.getLocalPort()));
            var answer = new CompletableFuture<Restored>();
            var caller =
                    Thread.ofPlatform()
                            .start(() ->
                                    answer.complete(
                                            new ExecDriver("table", program).restore(V1, KEY)));
            try (var one = door.accept();
                    var two = door.accept();
                    var three = door.accept();
                    var four = door.accept()) {
                caller.interrupt();
                for (var member : List.of(one, two, three, four)) {
                    member.setSoTimeout(30_000);
                    assertThat(member.getInputStream().read()).isEqualTo(-1);
                }
            }
            assertThat(problem(answer.get()).cause()).contains("interrupted");
        }
    }

    @Test
    void anAnswerAfterTheDeadlineIsNotTaken() {
        var program = Python.text(folder, Duration.ofMillis(1), SAYS + "say()");
        assertThat(unknown(program).cause()).contains("did not end within");
    }

    @Test
    void oneThatLeavesSomethingBehindThatHoldsItsOutputIsNotWaitedFor() {
        var leaving =
                """
                import os, signal
                if os.fork() == 0:
                    signal.alarm(5)
                    signal.pause()
                """;
        assertThat(unknown(Python.text(folder, Duration.ofSeconds(1), leaving)).cause())
                .contains("kept its output open");
    }

    @Test
    void oneThatPrintsWithoutEndIsCutOff() {
        var babbling = "import sys\nwhile True: sys.stdout.write('x' * 4096)";
        assertThat(unknown(Python.text(folder, babbling)).cause())
                .contains("more than 65536 bytes");
    }

    @Test
    void oneThatComplainsALotIsHeardAllTheSame() {
        var complaining = SAYS + "sys.stderr.write('y' * 5_000_000)\nsay()";
        assertThat(restore(Python.text(folder, complaining)))
                .isEqualTo(new Restored.There(V1, true));
    }

    @Test
    void oneThatDiesIsNotBelievedWhateverItSaid() {
        var three = SAYS + "say()\nprint('the disk is full', file=sys.stderr)\nsys.exit(3)";
        assertThat(unknown(Python.text(folder, three)).why())
                .containsExactly("it ended with exit code 3", "its last words: the disk is full");
        var killed = SAYS + "say()\nos.kill(os.getpid(), 9)";
        assertThat(unknown(Python.text(folder, killed)).cause()).contains("ended by signal 9");
    }

    @Test
    void oneThatIsNotThereMovedNothing() {
        var nowhere = ExecProgram.of(folder, folder.resolve("nowhere").toString());
        var restored = restore(nowhere);
        assertThat(restored).isInstanceOf(Restored.Unchanged.class);
        assertThat(problem(restored).what()).contains("could not be started");
        assertThat(new ExecDriver("table", nowhere).health()).isPresent();
    }

    @ParameterizedTest(quoteTextArguments = false)
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "say(key='k2')                     | 'key' is \"k2\", asked was 'k1'",
                "say(at='v2')                      | 'at' is \"v2\", asked was 'v1'",
                "say(digest='sha256:' + '0' * 64)  | 'digest' is \"sha256:000",
                "say(key=None)                     | 'key' is null",
                "say(moved='yes')                  | 'moved' is not true or false",
                "say(op='snapshot')                | 'op' is \"snapshot\"",
                "say(protocol=2)                   | it speaks protocol 2, lastgood speaks 1",
                "say(protocol='1')                 | it speaks protocol \"1\"",
                "say(ok=1)                         | 'ok' is not true or false",
                "say(ok=False, code='tired')       | 'code' is not known: \"tired\"",
                "say();say()                       | it said more than one line",
                "print('done.')                    | not JSON",
                "print('[1]')                      | not a JSON object: [1]",
                "print('{\"a\":1} {}')             | not JSON",
                "print('{\"a\":1,\"a\":2}')        | not JSON",
                "print('[' * 60000)                | not JSON",
                "os.write(1, bytes(range(128,256)))| not JSON",
                "pass                              | it said nothing",
            })
    void oneThatAnswersSomethingElseLeavesTheWorldUnknown(String saying, String why) {
        var problem = unknown(Python.text(folder, SAYS + saying));
        assertThat(problem.code()).isEqualTo(Code.DRIVER_FAILED);
        assertThat(problem.what()).contains("no proper answer to restore");
        assertThat(problem.cause()).contains(why);
        assertThat(problem.todo()).isNotEmpty();
    }

    @Test
    void whatIsNoVersionOrNoDigestIsNotTakenForOne() {
        for (var saying :
                List.of(
                        "say(at='', digest='sha256:' + '0' * 64)",
                        "say(at='a b', digest='sha256:' + '0' * 64)",
                        "say(at='v1', digest='md5:0')",
                        "say(at='v1')")) {
            var driver = new ExecDriver("table", Python.text(folder, SAYS + saying));
            assertThat(driver.snapshot()).as(saying).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void aRefusalIsBelievedToHaveMovedNothingOnlyIfItSaysSo() {
        var no = SAYS + "say(ok=False, code='missing', why=['gone']";
        assertThat(restore(Python.text(folder, no + ", world='unchanged')")))
                .isInstanceOf(Restored.Unchanged.class);
        var problem = unknown(Python.text(folder, no + ")"));
        assertThat(problem.code()).isEqualTo(Code.VERSION_MISSING);
        assertThat(problem.why()).containsExactly("gone");
        unknown(Python.text(folder, no + ", world='unknown')"));
    }

    @Test
    void itsWordsCannotColourAScreen() {
        var colouring = SAYS + "say(ok=False, code='failed', why=['\\x1b[2Jall\\r\\nis well'])";
        assertThat(unknown(Python.text(folder, colouring)).why())
                .containsExactly("?[2Jall | is well");
    }

    @Test
    void itGetsOnlyTheEnvironmentThatIsDeclared() {
        var telling = SAYS + "say(way='PIN', where=' '.join(sorted(os.environ)))";
        var about = new ExecDriver("table", Python.text(folder, telling)).describe();
        assertThat(((Outcome.Done<Description>) about).value().where().split(" "))
                .contains("DECLARED", "PATH")
                .isSubsetOf(
                        "DECLARED",
                        "PATH",
                        "HOME",
                        "TMPDIR",
                        "TZ",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "__CF_USER_TEXT_ENCODING");
    }

    private static Restored restore(ExecProgram program) {
        return new ExecDriver("table", program).restore(V1, KEY);
    }

    private static Problem unknown(ExecProgram program) {
        var restored = restore(program);
        assertThat(restored).isInstanceOf(Restored.Unknown.class);
        assertThat(problem(restored).state()).startsWith("It is not known");
        return problem(restored);
    }

    private static Problem problem(Restored restored) {
        return switch (restored) {
            case Restored.Unknown(var problem) -> problem;
            case Restored.Unchanged(var problem) -> problem;
            case Restored.There there -> throw new AssertionError("moved: " + there);
        };
    }
}
