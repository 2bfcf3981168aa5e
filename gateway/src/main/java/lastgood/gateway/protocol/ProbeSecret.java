package lastgood.gateway.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// What our own probes send with them.
public final class ProbeSecret {
    private final byte[] secret;

    public ProbeSecret(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether that is it; how long this takes says nothing about it.
    public boolean is(@Nullable String said) {
        return said != null && MessageDigest.isEqual(secret, said.getBytes(StandardCharsets.UTF_8));
    }
}
