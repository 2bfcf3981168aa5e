package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.core.rollout.Lease;
import lastgood.testing.Examples;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server whose control hangs in its ledger while a candidate is tried. Time at the gateway is the test's.
class HungControlTest {
    private static final String WINE =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":[13.2,1.8,2.4,15.6,101,2.8,3.2,0.3,2.3,4.9,1.0,3.5,1040]}]}";

    @TempDir private Path folder;
    private final AtomicLong ahead = new AtomicLong();
    private final HungLedger ledger = new HungLedger();
    private WholeServer server;

    @BeforeEach
    void aCandidateIsTried() throws Exception {
        Examples.copy("wine", folder);
        Files.writeString(
                folder.resolve("service.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: wine}
                spec:
                  task: classification
                  rollout: {steps: [50%, 100%], stepTime: 1h, bake: 1s, minRequests: 1}
                  guards:
                    - http.error_rate <= 5%
                """);
        server = new WholeServer(folder, Map.of(), () -> System.nanoTime() + ahead.get(), ledger);
        server.did("apply", "-f", "service.yaml");
        server.did("release", "create", "-f", "good.release.yaml");
        server.did("release", "create", "-f", "better.release.yaml");
        server.did("rollout", "start", "wine", "r1", "--yes");
        server.awaitAnswerBy("r1", "wine", WINE);
        server.awaitStatus("wine", "\"steady\"");
        server.did("rollout", "start", "wine", "r2", "--yes");
        server.awaitAnswerBy("r2", "wine", WINE);
    }

    @AfterEach
    void close() {
        ledger.goOn();
        server.close();
    }

    @Test
    void theCandidateGetsNothingOnceTheLeaseIsOverAndTheRolloutIsPausedAfterwards() {
        ledger.hang();
        ahead.addAndGet(Lease.LENGTH.toNanos());

        for (int i = 0; i < 200; i++) {
            assertThat(server.answerer("wine", WINE)).isEqualTo("r1");
        }

        ledger.goOn();
        server.awaitStatus("wine", "\"state\":\"paused\"");
        assertThat(status())
                .contains("\"why\":\"lease\"", "\"candidate\":\"r2\"", "\"candidateShare\":0.0")
                .contains("\"held\":[]");
        assertThat(server.did("history", "wine"))
                .contains("the lease ran out: nobody watched the guards for 15s");
        assertThat(server.did("incident", "list", "-o", "json").strip()).isEqualTo("[]");
        assertThat(server.answerer("wine", WINE)).isEqualTo("r1");

        server.did("rollout", "resume", "wine");
        server.awaitAnswerBy("r2", "wine", WINE);
    }

    @Test
    void whileControlReadsTheGuardsTheLeaseGoesOn() {
        for (int i = 0; i < 4; i++) {
            ahead.addAndGet(Lease.LENGTH.toNanos() * 2 / 3);
            long signs = ledger.signs();
            Patience.until("control gives signs of life", () -> ledger.signs() > signs + 1);
            server.awaitAnswerBy("r2", "wine", WINE);
        }
        assertThat(status()).contains("\"state\":\"canary\"");
    }

    @Test
    void aFileInTheDataFolderPutsTheServiceBackWhileControlHangs() throws Exception {
        ledger.hang();

        Files.createFile(folder.resolve("data/RETREAT.wine"));

        awaitFile("RETREAT.wine.done");
        for (int i = 0; i < 100; i++) {
            assertThat(server.answerer("wine", WINE)).isEqualTo("r1");
        }
        ledger.goOn();
        server.awaitStatus("wine", "\"candidate\":null");
        assertThat(server.did("history", "wine", "-o", "json"))
                .contains("\"how\":\"rollback\",\"by\":\"file:RETREAT\"");
        Patience.until(
                "the incident is told",
                WholeServer.AT_MOST,
                () -> server.did("incident", "list", "-o", "json").contains("INC-1"));
        assertThat(server.did("incident", "show", "INC-1"))
                .contains("put back at the gateway, without control, by file:RETREAT")
                .contains("r2 is held");
    }

    @Test
    void theSocketPutsAServiceBackThatNoRolloutWatches() throws Exception {
        server.did("rollout", "stop", "wine");
        awaitState("steady");
        Files.writeString(
                folder.resolve("service.yaml"),
                Files.readString(folder.resolve("service.yaml")).replace("50%, 100%", "100%"));
        server.did("apply", "-f", "service.yaml");
        server.did("rollout", "start", "wine", "r2", "--yes");
        server.awaitAnswerBy("r2", "wine", WINE);
        awaitState("steady");
        Patience.until(
                "there is a way back",
                WholeServer.AT_MOST,
                () -> status().contains("\"rollbackTo\":\"r1\"") && isReady());
        ledger.hang();

        assertThat(said("status")).startsWith("wine on r2 (epoch ");
        assertThat(said("retreat wine"))
                .isEqualTo("done: wine: all traffic is on r1; it was on r2");
        assertThat(said("retreat wine")).isEqualTo("done: wine: all traffic was on r1 already");
        assertThat(server.answerer("wine", WINE)).isEqualTo("r1");

        ledger.goOn();
        server.awaitStatus("wine", "\"live\":\"r1\"");
        assertThat(server.did("history", "wine", "-o", "json"))
                .contains("\"how\":\"rollback\",\"by\":\"socket\"");
        assertThat(said("retreat wine")).isEqualTo("done: wine: all traffic was on r1 already");
        assertThat(server.answerer("wine", WINE)).isEqualTo("r1");
    }

    private boolean isReady() {
        return status().contains("\"ready\":true");
    }

    private void awaitState(String state) {
        Patience.until(
                "it is " + state,
                WholeServer.AT_MOST,
                () -> {
                    server.ask("wine", WINE);
                    return status().contains("\"state\":\"" + state + "\"");
                });
    }

    private void awaitFile(String name) {
        Patience.until(
                name + " is there",
                WholeServer.AT_MOST,
                () -> Files.exists(folder.resolve("data").resolve(name)));
    }

    /// What the gateway's socket answers.
    private String said(String line) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("data/gateway.sock"));
        try (var channel = SocketChannel.open(address)) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            return new String(
                            Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        }
    }

    private String status() {
        return server.did("status", "wine", "-o", "json");
    }
}
