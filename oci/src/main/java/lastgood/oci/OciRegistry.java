package lastgood.oci;

import java.io.IOException;
import lastgood.core.port.Blobs;
import lastgood.core.port.Registry;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Blob;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Logins;
import lastgood.oci.client.Repository;
import lastgood.oci.client.Trouble;
import lastgood.oci.document.Copying;
import lastgood.oci.document.ModelPack;
import lastgood.oci.document.Packing;
import lastgood.oci.document.Unpacking;

/// Every registry that speaks the OCI distribution protocol.
public final class OciRegistry implements Registry {
    private final Blobs blobs;
    private final Logins logins;
    private final Limits limits;

    public OciRegistry(Blobs blobs, Logins logins, Limits limits) {
        this.blobs = blobs;
        this.logins = logins;
        this.limits = limits;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    @Override
    public Outcome<Sent> push(Parcel parcel, RegistryRef to) throws IOException {
        return done(() -> {
            var packed = Packing.pack(parcel, blobs);
            try (var repository = Repository.open(to, logins, limits)) {
                return send(packed, repository, to);
            }
        });
    }

    @Override
    public Outcome<Parcel> pull(RegistryRef from) throws IOException {
        return done(() -> {
            try (var repository = Repository.open(from, logins, limits)) {
                return new Unpacking(repository, from, blobs, limits).unpack();
            }
        });
    }

    @Override
    public Outcome<Sent> copy(RegistryRef from, RegistryRef to) throws IOException {
        return done(() -> {
            try (var source = Repository.open(from, logins, limits);
                    var target = Repository.open(to, logins, limits)) {
                return new Copying(source, target, limits).copy(from, to);
            }
        });
    }

    @Override
    public Outcome<Blob> model(RegistryRef from, String file) throws IOException {
        return done(() -> {
            try (var repository = Repository.open(from, logins, limits)) {
                return new ModelPack(repository, from, blobs, limits).weights(file);
            }
        });
    }

    private static Sent send(Packing.Packed packed, Repository to, RegistryRef ref)
            throws IOException {
        int sent = 0;
        int there = 0;
        long bytes = 0;
        for (var piece : packed.pieces()) {
            if (to.hasBlob(piece.digest())) {
                there++;
            } else {
                to.upload(piece.digest(), piece.size(), piece.source());
                sent++;
                bytes += piece.size();
            }
        }
        for (var document : packed.documents()) {
            if (to.hasManifest(document.digest())) {
                there++;
            } else {
                to.put(document.digest().toString(), document);
                sent++;
            }
        }
        var model = ref.modelPack();
        if (model.isPresent()) {
            to.put(model.get().reference(), packed.modelPack());
        }
        to.put(ref.reference(), packed.index());
        return new Sent(packed.index().digest(), sent, there, bytes);
    }

    private static <T> Outcome<T> done(Work<T> work) throws IOException {
        try {
            return Outcome.done(work.run());
        } catch (Trouble e) {
            return Outcome.refused(e.problem());
        }
    }
}
