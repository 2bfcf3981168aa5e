package lastgood.core.port;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;

/// All registries there are, as long as the test lasts.
public final class MemoryRegistry implements Registry {
    private final Kept kept;
    private final Releases store;

    public MemoryRegistry(Kept kept, Releases store) {
        this.kept = kept;
        this.store = store;
    }

    /// What the registries keep; servers that share it can send each other releases.
    public static final class Kept {
        private final Map<String, Parcel> parcels = new HashMap<>();
        private final Map<Digest, byte[]> bytes = new HashMap<>();
        private final Set<String> there = new HashSet<>();
    }

    @Override
    public Outcome<Sent> push(Parcel parcel, RegistryRef to) throws IOException {
        var files = new HashMap<Digest, byte[]>();
        for (var digest : files(parcel)) {
            files.put(digest, store.read(digest).orElseThrow(() -> new IOException("not stored")));
        }
        kept.bytes.putAll(files);
        return Outcome.done(put(parcel, to, files));
    }

    @Override
    public Outcome<Parcel> pull(RegistryRef from) throws IOException {
        var found = Optional.ofNullable(kept.parcels.get(key(from, from.reference())));
        if (found.isEmpty()) {
            return Outcome.refused(
                    Problem.of(Code.NOT_IN_REGISTRY, "There is nothing at " + from + "."));
        }
        for (var digest : files(found.get())) {
            var bytes = Optional.ofNullable(kept.bytes.get(digest)).orElseThrow();
            store.store(new ByteArrayInputStream(bytes));
        }
        return Outcome.done(found.get());
    }

    @Override
    public Outcome<Sent> copy(RegistryRef from, RegistryRef to) {
        return Optional.ofNullable(kept.parcels.get(key(from, from.reference())))
                .map(parcel -> {
                    var files = new HashMap<Digest, byte[]>();
                    files(parcel).forEach(d -> files.put(d, kept.bytes.get(d)));
                    return Outcome.done(put(parcel, to, files));
                })
                .orElseGet(() ->
                        Outcome.refused(
                                Problem.of(
                                        Code.NOT_IN_REGISTRY,
                                        "There is nothing at " + from + ".")));
    }

    @Override
    public Outcome<Blob> model(RegistryRef from, String file) throws IOException {
        return switch (pull(from)) {
            case Outcome.Done<Parcel>(var parcel) ->
                    Outcome.done(parcel.manifest().parts().model().graph());
            case Outcome.Refused<Parcel>(var problem) -> Outcome.refused(problem);
        };
    }

    private Sent put(Parcel parcel, RegistryRef to, Map<Digest, byte[]> files) {
        var digest = Digest.of(Samples.bytes(parcel.toString()));
        int sent = 0;
        long bytes = 0;
        for (var file : files.entrySet()) {
            if (kept.there.add(key(to, file.getKey().toString()))) {
                sent++;
                bytes += file.getValue().length;
            }
        }
        kept.parcels.put(key(to, to.reference()), parcel);
        kept.parcels.put(key(to, digest.toString()), parcel);
        to.modelPack().ifPresent(model -> kept.parcels.put(key(model, model.reference()), parcel));
        return new Sent(digest, sent, files.size() - sent, bytes);
    }

    private static String key(RegistryRef ref, String reference) {
        return ref.registry() + "/" + ref.repository() + " " + reference;
    }

    private static List<Digest> files(Parcel parcel) {
        var files = new ArrayList<Digest>();
        parcel.manifest().parts().files().forEach(graph -> files.add(graph.digest()));
        parcel.evidence().golden().ifPresent(golden -> files.add(golden.digest()));
        parcel.evidence().rows().ifPresent(rows -> files.add(rows.digest()));
        return files;
    }
}
