package lastgood.gateway.routing;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import lastgood.core.guard.Tally;
import lastgood.core.release.ServiceName;

/// Where a sticky key falls: the same key gets the same side in every gateway and after every restart.
///
/// XXH3 (64 bits) over service, rollout and key, so that any language can repeat it. A growing share only moves keys
/// towards the candidate; another rollout deals the keys anew.
public final class StickySplit {
    private static final Hasher64 PLACES = Hashing.xxh3_64();
    private static final Hasher64 SLOTS = Hashing.xxh3_64(1);

    private StickySplit() {}

    /// Uniform in 0 (inclusive) to 1 (exclusive). The candidate's are those below its share.
    public static double place(ServiceName service, int rollout, String key) {
        return (PLACES.hashBytesToLong(bytes(service, rollout, key)) >>> 11) * 0x1p-53;
    }

    /// The key's slot in a [Tally.KeyMap]. It says nothing about the key's side.
    public static int slot(ServiceName service, int rollout, String key) {
        return (int)
                (SLOTS.hashBytesToLong(bytes(service, rollout, key)) & (Tally.KeyMap.SLOTS - 1));
    }

    private static byte[] bytes(ServiceName service, int rollout, String key) {
        return (service.text() + '\n' + rollout + '\n' + key).getBytes(StandardCharsets.UTF_8);
    }
}
