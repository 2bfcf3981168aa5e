package lastgood.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Digest;

/// Signatures of releases. The corpus has one that a key made whose private half nobody has any more.
class EnvelopeFuzzTest {
    private static final PublicKey KEY =
            Keys.publicKey(
                            """
                            -----BEGIN PUBLIC KEY-----
                            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGH7TyzK9KHZEF7MYFvoh8b5I/IAH
                            nVDvmCdJdlh3GC7koNsdoOElGKtwLXT99lopBQ0NGw6pyvFppNC3XAT4ZQ==
                            -----END PUBLIC KEY-----
                            """)
                    .orElseThrow();
    private static final Digest SIGNED = Digest.of("a release".getBytes(StandardCharsets.UTF_8));

    @FuzzTest
    void anEnvelopeIsRefusedOrVouchesForNothingElseThanWhatWasSigned(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        if (Envelope.parse(text) instanceof Outcome.Done<Envelope>(var envelope)) {
            assertThat(envelope.text()).isEqualTo(text);
            assertThat(envelope.keyId()).isNotNull();
            if (envelope.isSignedBy(KEY)) {
                assertThat(envelope.release()).isEqualTo(SIGNED);
            }
        }
    }
}
