package lastgood.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Digest;
import lastgood.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Digest RELEASE = Digest.of("a release".getBytes(StandardCharsets.UTF_8));

    @TempDir private Path folder;

    @Test
    void whatOneKeySignedThatKeyConfirmsAndNoOther() {
        var pair = Keys.draw();
        var envelope = parsed(Envelope.sign(RELEASE, pair.getPrivate(), "alice").text());

        assertThat(envelope.release()).isEqualTo(RELEASE);
        assertThat(envelope.keyId()).isEqualTo("alice");
        assertThat(envelope.isSignedBy(pair.getPublic())).isTrue();
        assertThat(envelope.isSignedBy(Keys.draw().getPublic())).isFalse();
    }

    /// Wherever it is altered: it is either no envelope any more, or nobody's, or still says the very same.
    @Test
    void anAlteredEnvelopeNeverVouchesForAnythingElse() {
        var pair = Keys.draw();
        var text = Envelope.sign(RELEASE, pair.getPrivate(), "").text();
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            var altered = new StringBuilder(text);
            altered.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
            if (Envelope.parse(altered.toString()) instanceof Outcome.Done<Envelope>(var envelope)
                    && envelope.isSignedBy(pair.getPublic())) {
                assertThat(envelope.release()).as("seed %d, %s", seed, altered).isEqualTo(RELEASE);
            }
        }
    }

    @Test
    void aSignatureOverThePayloadAloneIsNone() throws Exception {
        var pair = Keys.draw();
        var node = Json.mapper().readTree(Envelope.sign(RELEASE, pair.getPrivate(), "").text());
        byte[] payload = Base64.getDecoder().decode(node.get("payload").stringValue());
        var naked = java.security.Signature.getInstance("SHA256withECDSA");
        naked.initSign(pair.getPrivate());
        naked.update(payload);
        var forged =
                "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"signatures\":[{\"sig\":\"%s\"}]}"
                        .formatted(
                                Envelope.PAYLOAD,
                                node.get("payload").stringValue(),
                                Base64.getEncoder().encodeToString(naked.sign()));

        assertThat(parsed(forged).isSignedBy(pair.getPublic())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"payloadType\":\"text/plain\",\"payload\":\"e30=\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"!\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":[]}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":null,\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payloadType\":null,\"payload\":\"e30=\",\"signatures\":[{\"sig\":null}]}"
            })
    void whatIsNoEnvelopeIsRefused(String text) {
        assertThat(Envelope.parse(text)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void opensslConfirmsWhatWasSignedHere() throws Exception {
        var pair = Keys.draw();
        var envelope = Envelope.sign(RELEASE, pair.getPrivate(), "");
        var node = Json.mapper().readTree(envelope.text());
        byte[] payload = Base64.getDecoder().decode(node.get("payload").stringValue());
        // Written out here, and not by the code that is tested.
        var type = "application/vnd.in-toto+json";
        var pae =
                "DSSEv1 "
                        + type.length()
                        + " "
                        + type
                        + " "
                        + payload.length
                        + " "
                        + new String(payload, StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("pae"), pae);
        Files.write(
                folder.resolve("sig"),
                Base64.getDecoder().decode(node.get("signatures").get(0).get("sig").stringValue()));
        Files.writeString(folder.resolve("key.pub"), Keys.pem(pair.getPublic()));

        assertThat(openssl("dgst", "-sha256", "-verify", "key.pub", "-signature", "sig", "pae"))
                .isEqualTo("Verified OK");
        assertThat(new String(payload, StandardCharsets.UTF_8))
                .contains("\"subject\":[{\"digest\":{\"sha256\":\"" + RELEASE.hex() + "\"}}]");

        Files.writeString(folder.resolve("pae"), pae.replace(RELEASE.hex(), "0".repeat(64)));
        assertThat(openssl("dgst", "-sha256", "-verify", "key.pub", "-signature", "sig", "pae"))
                .contains("Verification failure");
    }

    @Test
    void aKeyThatOpensslDrewSignsAndIsConfirmed() throws Exception {
        openssl(
                "genpkey",
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-out",
                "key");
        openssl("pkey", "-in", "key", "-pubout", "-out", "key.pub");
        var secret = Keys.privateKey(Files.readString(folder.resolve("key"))).orElseThrow();
        var open = Keys.publicKey(Files.readString(folder.resolve("key.pub"))).orElseThrow();

        assertThat(Envelope.sign(RELEASE, secret, "").isSignedBy(open)).isTrue();
    }

    @Test
    void opensslReadsAKeyThatWasDrawnHere() throws Exception {
        var pair = Keys.draw();
        Files.writeString(folder.resolve("key"), Keys.pem(pair.getPrivate()));

        assertThat(openssl("pkey", "-in", "key", "-pubout").strip())
                .isEqualTo(Keys.pem(pair.getPublic()).strip());
    }

    @Test
    void aKeyOfAnotherKindIsNone() throws Exception {
        for (var curve : List.of("P-384", "P-521")) {
            openssl(
                    "genpkey",
                    "-algorithm",
                    "EC",
                    "-pkeyopt",
                    "ec_paramgen_curve:" + curve,
                    "-out",
                    "key");
            openssl("pkey", "-in", "key", "-pubout", "-out", "key.pub");
            assertThat(Keys.privateKey(Files.readString(folder.resolve("key")))).isEmpty();
            assertThat(Keys.publicKey(Files.readString(folder.resolve("key.pub")))).isEmpty();
        }
        openssl("genpkey", "-algorithm", "ED25519", "-out", "key");
        assertThat(Keys.privateKey(Files.readString(folder.resolve("key")))).isEmpty();
        assertThat(Keys.publicKey("")).isEmpty();
        assertThat(Keys.publicKey("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .isEmpty();
    }

    private String openssl(String... words) throws IOException, InterruptedException {
        var home =
                Optional.ofNullable(System.getenv("LASTGOOD_ENV_OPENSSL"))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "LASTGOOD_ENV_OPENSSL is not set: run the tests by ./dev test"));
        var command = new ArrayList<>(List.of(home + "/openssl"));
        command.addAll(List.of(words));
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out.strip();
    }

    private static Envelope parsed(String text) {
        return switch (Envelope.parse(text)) {
            case Outcome.Done<Envelope>(var envelope) -> envelope;
            case Outcome.Refused<Envelope>(var problem) ->
                    throw new AssertionError(problem.toString());
        };
    }
}
