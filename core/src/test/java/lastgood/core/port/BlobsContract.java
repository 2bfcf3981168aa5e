package lastgood.core.port;

import static lastgood.core.port.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.Test;

/// What every store of blobs promises.
public abstract class BlobsContract {
    /// The blobs of this test; asked again, they are opened again over what is stored.
    protected abstract Blobs open() throws Exception;

    /// Alters what is stored under a digest, behind the store's back.
    protected abstract void damage(Digest digest) throws Exception;

    @Test
    void whatWasStoredIsReadByItsDigest() throws Exception {
        var blobs = open();
        var digest = blobs.store(in("some bytes"));
        assertThat(digest).isEqualTo(Digest.of(bytes("some bytes")));
        assertThat(blobs.read(digest)).hasValue(bytes("some bytes"));
        assertThat(blobs.size(digest)).hasValue(10L);
    }

    @Test
    void nothingIsReadWhereNothingIsStored() throws Exception {
        var digest = Digest.of(bytes("never stored"));
        assertThat(open().read(digest)).isEmpty();
        assertThat(open().size(digest)).isEmpty();
    }

    @Test
    void nothingAtAllCanBeStored() throws Exception {
        var blobs = open();
        var digest = blobs.store(in(""));
        assertThat(blobs.read(digest)).hasValue(new byte[0]);
        assertThat(blobs.size(digest)).hasValue(0L);
    }

    @Test
    void largeBytesAreStoredWhole() throws Exception {
        var large = new byte[3_000_001];
        new Random(7).nextBytes(large);
        var blobs = open();
        assertThat(blobs.read(blobs.store(new ByteArrayInputStream(large)))).hasValue(large);
    }

    @Test
    void theSameBytesTwiceAreStoredOnce() throws Exception {
        var blobs = open();
        assertThat(blobs.store(in("twice"))).isEqualTo(blobs.store(in("twice")));
        assertThat(blobs.read(Digest.of(bytes("twice")))).hasValue(bytes("twice"));
    }

    @Test
    void openedAgainTheyAreThere() throws Exception {
        var digest = open().store(in("kept"));
        assertThat(open().read(digest)).hasValue(bytes("kept"));
    }

    @Test
    void alteredBytesAreNeverHandedOut() throws Exception {
        var blobs = open();
        var digest = blobs.store(in("true bytes"));
        damage(digest);
        assertThatThrownBy(() -> blobs.read(digest))
                .isInstanceOf(Blobs.DamagedException.class)
                .hasMessageContaining(digest.toString());
    }

    @Test
    void aStreamOfAlteredBytesBreaksBeforeItEnds() throws Exception {
        var blobs = open();
        var digest = blobs.store(in("true bytes"));
        try (var stream = blobs.open(digest).orElseThrow()) {
            assertThat(stream.readAllBytes()).isEqualTo(bytes("true bytes"));
        }
        assertThat(blobs.open(Digest.of(bytes("never stored")))).isEmpty();
        damage(digest);
        assertThatThrownBy(
                        () -> {
                            try (var stream = blobs.open(digest).orElseThrow()) {
                                stream.readAllBytes();
                            }
                        })
                .isInstanceOf(Blobs.DamagedException.class);
    }

    @Test
    void storingTrueBytesAgainMendsDamagedOnes() throws Exception {
        var blobs = open();
        var digest = blobs.store(in("true bytes"));
        damage(digest);
        assertThat(blobs.store(in("true bytes"))).isEqualTo(digest);
        assertThat(blobs.read(digest)).hasValue(bytes("true bytes"));
    }

    @Test
    void aStreamThatBreaksStoresNothing() throws Exception {
        var blobs = open();
        var half = new ByteArrayInputStream(bytes("x".repeat(100_000)));
        var broken = new SequenceInputStream(half, new Broken());
        assertThatThrownBy(() -> blobs.store(broken)).hasMessage("the caller went away");
        assertThat(blobs.read(Digest.of(bytes("x".repeat(100_000))))).isEmpty();
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the caller went away");
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return read();
        }
    }

    protected static InputStream in(String text) {
        return new ByteArrayInputStream(bytes(text));
    }
}
