package lastgood.gateway.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lastgood.core.port.MemoryVetoes;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Samples;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.WayBack;
import lastgood.gateway.routing.Switchboard;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody but the gateway is there: no control, and whatever is to be written down or told waits for ever.
class EmergencyLaneTest {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final ReleaseId R1 = Samples.releaseId(1);
    private static final ReleaseId R2 = Samples.releaseId(2);
    private static final Route.Watch WATCH = new Route.Watch(2, 0, Set.of(), false);

    @TempDir private Path folder;
    private final List<Runnable> waiting = new ArrayList<>();
    private final Switchboard<String> board =
            new Switchboard<>(new MemoryVetoes(), waiting::add, _ -> {}, () -> 0);
    private EmergencyLane lane;

    @BeforeEach
    void open() {
        board.load(WINE, R1, "r1");
        board.load(WINE, R2, "r2");
        lane = EmergencyLane.open(folder, board, () -> Instant.EPOCH);
        lane.allIsRouted();
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void aFileThatSomebodyMakesPutsTheServiceBackAndSaysSo() throws IOException {
        pin(new Route.Split.Trying(R1, R2, new Share(.5), WATCH));

        touch("RETREAT.wine");

        assertThat(content("RETREAT.wine.done"))
                .isEqualTo("wine: all traffic is on r1; it was on r2\n");
        assertThat(folder.resolve("RETREAT.wine")).doesNotExist();
        assertThat(answerer()).isEqualTo("r1");
    }

    /// A server that is killed by a bad release is started again with the wish in its folder.
    @Test
    void aFileThatWasThereBeforeTheServiceWaitsForIt() throws IOException {
        lane.close();
        touch("RETREAT.wine");
        lane = EmergencyLane.open(folder, board, () -> Instant.EPOCH);
        assertThat(asked("retreat wine")).startsWith("refused:").contains("is starting");
        touch("RETREAT.other");
        assertThat(folder.resolve("RETREAT.wine")).exists();

        pin(new Route.Split.Trying(R1, R2, new Share(.5), WATCH));

        assertThat(content("RETREAT.wine.done")).contains("all traffic is on r1");
        assertThat(folder.resolve("RETREAT.other")).exists();
        lane.allIsRouted();
        assertThat(content("RETREAT.other.refused")).contains("no service of that name");
    }

    @Test
    void onceMoreIsDoneAsWell() throws IOException {
        pin(new Route.Split.Proving(R2, java.util.Optional.of(R1), WATCH));
        touch("RETREAT.wine");
        content("RETREAT.wine.done");
        Files.delete(folder.resolve("RETREAT.wine.done"));

        touch("RETREAT.wine");

        assertThat(content("RETREAT.wine.done")).contains("all traffic was on r1 already");
        assertThat(answerer()).isEqualTo("r1");
    }

    @Test
    void whatIsNoServiceIsRefusedWithTheReason() throws IOException {
        pin(new Route.Split.Settled(R2));

        touch("RETREAT.whine");
        touch("RETREAT...");
        touch("RETREAT.wine ");

        assertThat(content("RETREAT.whine.refused"))
                .contains("there is no service of that name here; there are wine");
        assertThat(content("RETREAT....refused")).contains("no service of that name");
        assertThat(content("RETREAT.wine .refused")).contains("no service of that name");
        assertThat(answerer()).isEqualTo("r2");
    }

    @Test
    void whereNoRolloutRunsItGoesWhereControlSaidAndElseSaysWhyNot() throws IOException {
        pin(new Route.Split.Settled(R2));
        assertThat(asked("retreat wine"))
                .isEqualTo(
                        "refused: wine: traffic stays where it is: control has not said yet where r2"
                                + " goes back to");
        board.wayBack(WINE, R2, new WayBack.Nowhere("there is no release to go back to yet"));
        assertThat(asked("retreat wine")).contains("there is no release to go back to yet");
        board.wayBack(WINE, R2, new WayBack.To(Samples.releaseId(7)));
        assertThat(asked("retreat wine")).contains("r7 is not loaded and warm");
        assertThat(answerer()).isEqualTo("r2");

        board.wayBack(WINE, R2, new WayBack.To(R1));
        assertThat(asked("retreat wine"))
                .isEqualTo("done: wine: all traffic is on r1; it was on r2");
        assertThat(answerer()).isEqualTo("r1");
        board.wayBack(WINE, R2, new WayBack.Nowhere("said too late"));
        assertThat(answerer()).isEqualTo("r1");
    }

    /// It acts before it writes, and says where one goes back to only afterwards.
    @Test
    void onceControlHasPutUpWhatWasDoneAndHangsOnceMoreIsDoneAsWell() throws IOException {
        pin(new Route.Split.Settled(R2));
        board.wayBack(WINE, R2, new WayBack.To(R1));
        asked("retreat wine");

        board.pin(new Route(WINE, 2, new Route.Split.Settled(R1)));

        assertThat(asked("retreat wine")).isEqualTo("done: wine: all traffic was on r1 already");
        board.wayBack(WINE, R1, new WayBack.Nowhere("control knows better"));
        assertThat(asked("retreat wine")).contains("control knows better");
    }

    @Test
    void aServiceThatHasGoneBackGoesNoFurther() throws IOException {
        pin(new Route.Split.Settled(R2));
        board.wayBack(WINE, R2, new WayBack.Done());

        assertThat(asked("retreat wine")).isEqualTo("done: wine: all traffic was on r2 already");
    }

    @Test
    void theSocketSaysWhoServesAndWhatItUnderstands() throws IOException {
        assertThat(asked("status")).isEqualTo("no service has a live release");
        pin(new Route.Split.Trying(R1, R2, new Share(.5), WATCH));

        assertThat(asked("status")).isEqualTo("wine on r1, 50 % of it on r2 (epoch 1)");
        assertThat(asked("shutdown")).isEqualTo("refused: say 'retreat SERVICE' or 'status'");
        assertThat(asked("retreat ../../etc/passwd")).startsWith("refused: there is no service");
        assertThat(asked("retreat wine\nstatus"))
                .isEqualTo(
                        "done: wine: all traffic is on r1; it was on r2\n"
                                + "wine on r1 (epoch 1, by the gateway itself)");
    }

    @Test
    void whoSaysTooMuchIsSentAwayAndOthersAreHeard() throws IOException {
        assertThat(asked("x".repeat(10_000))).isEmpty();
        try (var silent = connect()) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(asked("status")).isEqualTo("no service has a live release");
        }
    }

    @Test
    void controlHearsOfItWhenItListensAgain() throws IOException {
        pin(new Route.Split.Trying(R1, R2, new Share(.5), WATCH));
        asked("retreat wine");
        var heard = new ArrayList<RouteBoard.PutBack>();

        board.onPutBack(heard::add);

        var by = new Actor("socket");
        assertThat(heard).containsExactly(new RouteBoard.PutBack(WINE, R2, R1, Instant.EPOCH, by));
        board.acknowledge(WINE, new Route.Veto(2, R2.digest()));
        board.onPutBack(_ -> heard.clear());
        assertThat(heard).as("acknowledged, it is told no more").hasSize(1);
    }

    @Test
    void onlyItsOwnerMayOpenTheSocketAndItGoesWithTheGateway() throws IOException {
        var file = folder.resolve(EmergencyLane.SOCKET);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        lane.close();
        assertThat(file).doesNotExist();
        Files.writeString(file, "left by a crash");
        lane = EmergencyLane.open(folder, board, () -> Instant.EPOCH);
        assertThat(asked("status")).isEqualTo("no service has a live release");
    }

    private void pin(Route.Split split) {
        assertThat(board.pin(new Route(WINE, 1, split))).isEqualTo(new RouteBoard.Pinned.Done());
    }

    /// Whom nine of ten callers get at the most: the candidate has half.
    private String answerer() {
        return board.lanes("wine")
                .orElseThrow()
                .assign(java.util.Optional.empty(), () -> 0)
                .first();
    }

    private void touch(String name) throws IOException {
        Files.createFile(folder.resolve(name));
    }

    private String content(String name) throws IOException {
        var file = folder.resolve(name);
        Patience.until(name + " comes", () -> Files.exists(file) && Files.size(file) > 0);
        return Files.readString(file);
    }

    private SocketChannel connect() throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve(EmergencyLane.SOCKET)));
        return channel;
    }

    /// All that is answered.
    private String asked(String lines) throws IOException {
        try (var channel = connect()) {
            var question = ByteBuffer.wrap((lines + "\n").getBytes(StandardCharsets.UTF_8));
            while (question.hasRemaining()) {
                channel.write(question);
            }
            channel.shutdownOutput();
            var answer = new StringBuilder();
            var buffer = ByteBuffer.allocate(4096);
            while (channel.read(buffer) >= 0) {
                answer.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                buffer.clear();
            }
            return answer.toString().strip();
        } catch (java.net.SocketException e) {
            return ""; // sent away
        }
    }
}
