package lastgood.core.port;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import lastgood.core.drill.Drill;
import lastgood.core.release.Digest;

/// Drills that last as long as the test.
public final class MemoryDrills implements Drills {
    private final Map<Integer, Drill> drills = new TreeMap<>();
    private final Map<Integer, byte[]> files = new TreeMap<>();

    @Override
    public synchronized Drill keep(Drill draft, Function<Drill, byte[]> evidence) {
        var drill = draft.kept(drills.size() + 1);
        byte[] bytes = evidence.apply(drill);
        files.put(drill.number(), bytes.clone());
        drills.put(drill.number(), drill.provenBy(Digest.of(bytes)));
        return drill.provenBy(Digest.of(bytes));
    }

    @Override
    public synchronized Optional<Drill> find(int number) {
        return Optional.ofNullable(drills.get(number));
    }

    @Override
    public synchronized Optional<byte[]> evidence(int number) throws Blobs.DamagedException {
        var bytes = Optional.ofNullable(files.get(number)).map(byte[]::clone);
        var digest = find(number).flatMap(Drill::evidence);
        if (bytes.isPresent() && !digest.equals(bytes.map(Digest::of))) {
            throw new Blobs.DamagedException(digest.orElseThrow());
        }
        return bytes;
    }

    @Override
    public synchronized List<Drill> list() {
        return drills.values().stream()
                .sorted(Comparator.comparingInt(Drill::number).reversed())
                .toList();
    }

    /// Flips one bit of the evidence of a drill.
    public synchronized void damage(int number) {
        byte[] altered = Optional.ofNullable(files.get(number)).orElseThrow();
        altered[altered.length / 2] ^= 4;
    }
}
