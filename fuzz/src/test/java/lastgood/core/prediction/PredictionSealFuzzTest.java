package lastgood.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import lastgood.core.release.ServiceName;

/// Prediction ids as callers bring them back, and contents under a seal that is right.
class PredictionSealFuzzTest {
    private static final byte[] KEY = new byte[32];
    private static final ServiceName SERVICE = new ServiceName("wine");
    private static final int SEAL = 10;

    @FuzzTest
    void anIdOpensOnlyWhereItWasSealedAndToThatAlone(byte[] input) {
        var seal = new PredictionSeal(KEY);
        var said = new String(input, StandardCharsets.ISO_8859_1);
        seal.open(SERVICE, said)
                .ifPresent(opened -> assertThat(seal.seal(SERVICE, opened)).isEqualTo(said));
        var sealed = sealed(input);
        seal.open(SERVICE, sealed)
                .ifPresent(opened -> {
                    var again = seal.open(SERVICE, seal.seal(SERVICE, opened));
                    assertThat(again).isPresent();
                    isSame(opened, again.orElseThrow());
                });
        assertThat(seal.open(new ServiceName("other"), sealed)).isEmpty();
    }

    /// A text that is too long to carry comes back as what stands for it.
    private static void isSame(Prediction one, Prediction again) {
        assertThat(again.release()).isEqualTo(one.release());
        assertThat(again.atMillis()).isEqualTo(one.atMillis());
        assertThat(again.keySlot()).isEqualTo(one.keySlot());
        assertThat(again.values()).hasSameSizeAs(one.values());
        for (int i = 0; i < one.values().size(); i++) {
            var value = one.values().get(i);
            var same = again.values().get(i);
            assertThat(value.equals(same) || value.sameAs(same)).as(value + ", " + same).isTrue();
        }
    }

    /// As only who has the key can.
    private static String sealed(byte[] content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            mac.update(SERVICE.text().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] code = mac.doFinal(content);
            byte[] sealed = Arrays.copyOf(content, content.length + SEAL);
            System.arraycopy(code, 0, sealed, content.length, SEAL);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
