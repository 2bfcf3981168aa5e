package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lastgood.core.port.MemoryRegistry;
import lastgood.core.problem.Code;
import lastgood.core.release.Digest;
import lastgood.wire.signature.Envelope;
import lastgood.wire.signature.Keys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who vouches for a release, here and where it arrives.
class SignaturesOverHttpTest {
    private static final String PLACE = "registry.example.org/models/wine:r1";
    private static final String R1 = "/api/v1/services/wine/releases/r1";

    private final MemoryRegistry.Kept registries = new MemoryRegistry.Kept();
    private final ControlWorld here = new ControlWorld(registries, false);
    private final ControlWorld there = new ControlWorld(registries, true);

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void withoutATrustedSignatureNoRolloutStartsAndWithOneItDoes() {
        there.applied();
        there.created("lr-1", "model one");
        var pair = Keys.draw();

        var unsigned = there.started("r1");
        assertThat(unsigned.text("code")).isEqualTo(Code.UNSIGNED.id());
        assertThat(unsigned.status()).isEqualTo(409);

        var signed = sign(there, pair);
        assertThat(signed.body().get("trustedAs").isNull()).isTrue();
        assertThat(there.started("r1").body().toString()).contains("by no key that is trusted");

        there.signatures.trust("alice", Keys.pem(pair.getPublic()));
        assertThat(
                        there.get(R1 + "/verification")
                                .body()
                                .get("signatures")
                                .get(0)
                                .get("trustedAs")
                                .asString())
                .isEqualTo("alice");
        assertThat(there.started("r1").status()).isEqualTo(200);
    }

    @Test
    void aSignatureTravelsWithItsRelease() {
        var pair = Keys.draw();
        here.created("lr-1", "model one");
        sign(here, pair);
        assertThat(here.post(R1 + "/pushes", Map.of("to", PLACE)).body().get("signatures").asInt())
                .isEqualTo(1);
        there.signatures.trust("alice", Keys.pem(pair.getPublic()));
        there.applied();

        assertThat(pull(PLACE).body().get("signatures").asInt()).isEqualTo(1);
        assertThat(there.started("r1").status()).isEqualTo(200);
    }

    @Test
    void aSignatureOfAnotherReleaseIsNotTaken() {
        here.created("lr-1", "model one");
        var other = Envelope.sign(Digest.of(new byte[0]), Keys.draw().getPrivate(), "").text();

        for (var envelope : new String[] {other, "{}", "", "x".repeat(70_000)}) {
            assertThat(here.post(R1 + "/signatures", Map.of("envelope", envelope)).text("code"))
                    .isEqualTo(Code.INVALID_SIGNATURE.id());
        }
        assertThat(here.get(R1 + "/verification").body().get("signatures")).isEmpty();
    }

    @Test
    void aReleaseWithADamagedByteIsNotVerified() {
        here.created("lr-1", "model one");
        assertThat(here.get(R1 + "/verification").status()).isEqualTo(200);
        here.releases.damage(Digest.of(lastgood.core.port.Samples.bytes("model one")));

        var refused = here.get(R1 + "/verification");

        assertThat(refused.text("code")).isEqualTo(Code.BLOB_DAMAGED.id());
    }

    private ControlWorld.Answer pull(String from) {
        return there.post("/api/v1/pulls", Map.of("from", from));
    }

    private static ControlWorld.Answer sign(ControlWorld world, java.security.KeyPair pair) {
        var digest = Digest.parse(world.get(R1).text("digest"));
        var envelope = Envelope.sign(digest, pair.getPrivate(), Keys.id(pair.getPublic()));
        var answer = world.post(R1 + "/signatures", Map.of("envelope", envelope.text()));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }
}
