package lastgood.core.port;

import java.io.IOException;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;

/// Registries elsewhere, through which releases travel from server to server.
///
/// Nothing that a registry says is believed: each byte is held against its digest as it is read. What was stored or sent
/// already is not fetched or sent again, so whatever broke off is finished by asking again.
///
/// What a registry does wrong is a problem; an [IOException] is of the own store.
public interface Registry {
    /// Sends a release with all its bytes. The tag names it once everything is there, and not before.
    Outcome<Sent> push(Parcel parcel, RegistryRef to) throws IOException;

    /// Brings a release: when this answers, every byte of it is stored here.
    Outcome<Parcel> pull(RegistryRef from) throws IOException;

    /// Has what lies at one place lie at another as well, without keeping any of it here.
    Outcome<Sent> copy(RegistryRef from, RegistryRef to) throws IOException;

    /// Brings the weights of a model that lies there in ModelPack form, alone or within a release.
    ///
    /// @param file the last piece of its name, which decides where there are several
    Outcome<Blob> model(RegistryRef from, String file) throws IOException;

    /// What came of sending.
    ///
    /// @param digest of what the tag names now
    /// @param sent pieces that were sent
    /// @param there pieces that the registry had already
    /// @param bytes that were sent
    record Sent(Digest digest, int sent, int there, long bytes) {}
}
