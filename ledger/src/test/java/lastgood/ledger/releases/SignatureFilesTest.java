package lastgood.ledger.releases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lastgood.core.port.Signatures;
import lastgood.core.port.SignaturesContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureFilesTest extends SignaturesContract {
    @TempDir private Path data;

    @Override
    protected Signatures open() throws IOException {
        return SignatureFiles.open(data.resolve("signatures"), data.resolve("trust"));
    }

    @Override
    protected void trust(String name, String pem) throws IOException {
        Files.writeString(data.resolve("trust").resolve(name + ".pub"), pem);
    }

    @Test
    void onlyPublicKeysAreReadAndAKeyThatIsTakenAwayCountsNoLonger() throws IOException {
        var signatures = open();
        trust("alice", "a key");
        Files.writeString(data.resolve("trust/alice.key"), "a secret");
        Files.write(data.resolve("trust/huge.pub"), new byte[1 << 20]);
        assertThat(signatures.trusted())
                .containsExactly(
                        new Signatures.Key("alice", "a key"), new Signatures.Key("huge", ""));
        Files.delete(data.resolve("trust/alice.pub"));
        Files.delete(data.resolve("trust/huge.pub"));
        assertThat(signatures.trusted()).isEmpty();
    }
}
