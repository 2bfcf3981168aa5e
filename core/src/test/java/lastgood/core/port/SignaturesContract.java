package lastgood.core.port;

import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What every keeper of signatures promises.
public abstract class SignaturesContract {
    /// The signatures of this test; asked again, they are opened again over what is stored.
    protected abstract Signatures open() throws Exception;

    /// Lays a key among those that are trusted.
    protected abstract void trust(String name, String pem) throws Exception;

    @Test
    void whatWasAddedIsThereByteForByteAlsoWhenOpenedAgain() throws Exception {
        open().add(releaseId(1).digest(), "{\"payload\": \"ä\"}\n");
        assertThat(open().of(releaseId(1).digest())).containsExactly("{\"payload\": \"ä\"}\n");
        assertThat(open().of(releaseId(2).digest())).isEmpty();
    }

    @Test
    void theSameAgainChangesNothingAndOthersAreKeptBesideIt() throws Exception {
        var signatures = open();
        for (var envelope : new String[] {"b", "a", "b", "c"}) {
            signatures.add(releaseId(1).digest(), envelope);
        }
        var all = signatures.of(releaseId(1).digest());
        assertThat(all).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(open().of(releaseId(1).digest())).isEqualTo(all);
    }

    @Test
    void aKeyIsTrustedAsSoonAsItLiesThere() throws Exception {
        var signatures = open();
        assertThat(signatures.trusted()).isEmpty();
        trust("alice", "a key");
        assertThat(signatures.trusted()).containsExactly(new Signatures.Key("alice", "a key"));
    }
}
