package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import lastgood.core.release.Digest;

/// Who vouches for which release, and whose word counts on this server.
public interface Signatures {
    /// Keeps a signature beside its release, byte for byte. Durable when it returns; the same again changes nothing.
    void add(Digest release, String envelope) throws IOException;

    /// All of a release, always in the same order.
    List<String> of(Digest release) throws IOException;

    /// The public keys that are trusted now, by name.
    List<Key> trusted() throws IOException;

    /// @param name of its file
    /// @param pem as it was laid there
    record Key(String name, String pem) {}
}
