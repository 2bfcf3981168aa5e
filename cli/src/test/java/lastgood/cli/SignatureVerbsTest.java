package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Digest;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.request.SignatureRequest;
import lastgood.wire.signature.Envelope;
import lastgood.wire.signature.Keys;
import lastgood.wire.view.SignatureView;
import lastgood.wire.view.VerificationView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureVerbsTest {
    private static final String R1 = "/api/v1/services/" + Canned.SERVICE + "/releases/r1";

    @TempDir private Path folder;
    private final Desk desk = new Desk();

    @BeforeEach
    void sitDown() {
        desk.in(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aKeyIsDrawnIntoAFileThatOnlyItsOwnerReads() throws IOException {
        var result = desk.run("key", "init", "alice");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("Drew a key", "alice.pub");
        var secret = folder.resolve("alice");
        assertThat(Files.getPosixFilePermissions(secret))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(result.out()).doesNotContain("PRIVATE");
        var before = Files.readString(secret);
        assertThat(Keys.privateKey(before)).isPresent();

        var again = desk.run("key", "init", "alice");
        assertThat(again.exit()).isEqualTo(2);
        assertThat(secret).content().isEqualTo(before);
    }

    @Test
    void aSignatureIsMadeHereAndTheServerGetsNothingButIt() throws IOException {
        desk.run("key", "init", "alice");
        var secret = Files.readString(folder.resolve("alice"));
        desk.server
                .on("GET " + R1, Json.write(Canned.release(1, "", true, false)))
                .on(
                        "POST " + R1 + "/signatures",
                        Json.write(new SignatureView("ab", Optional.of("alice"), "{}")));

        var result = desk.run("release", "sign", Canned.SERVICE, "r1", "--key", "alice");

        Golden.assertSame("screens/release-sign.txt", result.picture());
        var sent = desk.server.requests().getLast().body();
        var request =
                Json.readAnswer(
                        sent.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        SignatureRequest.class);
        var envelope =
                ((lastgood.core.problem.Outcome.Done<Envelope>) Envelope.parse(request.envelope()))
                        .value();
        assertThat(envelope.release())
                .isEqualTo(Digest.parse(Canned.release(1, "", true, false).digest()));
        assertThat(
                        envelope.isSignedBy(
                                Keys.publicKey(Files.readString(folder.resolve("alice.pub")))
                                        .orElseThrow()))
                .isTrue();
        assertThat(desk.server.requests().toString())
                .doesNotContain(secret.lines().toList().get(1));
    }

    @Test
    void halvesThatAreNoPairSignNothing() throws IOException {
        desk.run("key", "init", "alice");
        desk.run("key", "init", "bob");
        Files.copy(
                folder.resolve("bob.pub"),
                folder.resolve("alice.pub"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        desk.server.on("GET " + R1, Json.write(Canned.release(1, "", true, false)));

        var result = desk.run("release", "sign", Canned.SERVICE, "r1", "--key", "alice");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("LG-2103", "no pair");
        assertThat(desk.server.requests()).hasSize(1);
    }

    /// Whoever wants to be sure what he signs says its digest, as his lock file has it.
    @Test
    void aServerThatNamesAnotherReleaseGetsNoSignature() {
        desk.run("key", "init", "alice");
        desk.server.on(
                "GET /api/v1/services/" + Canned.SERVICE + "/releases/%40sha256%3Aaaaaaaaa",
                Json.write(Canned.release(1, "", true, false)));

        var result =
                desk.run("release", "sign", Canned.SERVICE, "@sha256:aaaaaaaa", "--key", "alice");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("LG-2102", "Nothing was signed");
        assertThat(desk.server.requests()).hasSize(1);
    }

    @Test
    void whatIsNoKeyIsRefusedBeforeAnybodyIsAsked() throws IOException {
        Files.writeString(folder.resolve("letter"), "Dear Alice");
        for (var file : List.of("letter", "nowhere", ".")) {
            var result = desk.run("release", "sign", Canned.SERVICE, "r1", "--key", file);
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err()).contains("LG-2103");
        }
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void aVerificationNamesWhoVouches() {
        verification(
                List.of(
                        new SignatureView("6b1f".repeat(16), Optional.of("alice"), "{}"),
                        new SignatureView("", Optional.empty(), "{}")),
                "c411");

        Golden.assertSame(
                "screens/release-verify.txt",
                desk.run("release", "verify", Canned.SERVICE, "r1").picture());
    }

    @Test
    void whereNobodyVouchesItEndsAsARefusal() {
        verification(List.of(), "c411");

        Golden.assertSame(
                "screens/release-verify-unsigned.txt",
                desk.run("release", "verify", Canned.SERVICE, "r1").picture());
    }

    /// The server may say of keys what it likes.
    @Test
    void aKeyThatIsGivenIsCheckedHere() throws IOException {
        desk.run("key", "init", "alice");
        desk.run("key", "init", "bob");
        var digest = "c411";
        var envelope =
                Envelope.sign(
                        Digest.parse(Canned.digest(digest)),
                        Keys.privateKey(Files.readString(folder.resolve("alice"))).orElseThrow(),
                        "");
        verification(List.of(new SignatureView("", Optional.of("bob"), envelope.text())), digest);

        assertThat(desk.run("release", "verify", Canned.SERVICE, "r1", "--key", "alice.pub").exit())
                .isZero();
        var bob = desk.run("release", "verify", Canned.SERVICE, "r1", "--key", "bob.pub");
        assertThat(bob.exit()).isEqualTo(5);
        assertThat(bob.err()).contains("LG-2101", "bob.pub did not sign r1");
    }

    private void verification(List<SignatureView> signatures, String digest) {
        desk.server.on(
                "GET " + R1 + "/verification",
                Json.write(
                        new VerificationView(
                                Canned.SERVICE,
                                "r1",
                                Canned.digest(digest),
                                6,
                                81_920,
                                signatures,
                                List.of(
                                        "trust/old.pub is no public key on P-256, and is passed over"))));
    }
}
