package lastgood.core.port;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import lastgood.core.release.Digest;

/// Signatures as long as the test lasts.
public final class MemorySignatures implements Signatures {
    private final Map<Digest, TreeSet<String>> kept = new HashMap<>();
    private final List<Key> trusted = new ArrayList<>();

    /// From now on this key is trusted.
    public synchronized void trust(String name, String pem) {
        trusted.add(new Key(name, pem));
    }

    @Override
    public synchronized void add(Digest release, String envelope) {
        kept.computeIfAbsent(release, _ -> new TreeSet<>()).add(envelope);
    }

    @Override
    public synchronized List<String> of(Digest release) {
        return Optional.ofNullable(kept.get(release)).map(List::copyOf).orElse(List.of());
    }

    @Override
    public synchronized List<Key> trusted() {
        return List.copyOf(trusted);
    }
}
