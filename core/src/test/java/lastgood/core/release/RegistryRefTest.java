package lastgood.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryRefTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:5000/models/tumour:r3",
                "localhost/tumour:r3",
                "127.0.0.1:5000/tumour:r3",
                "[::1]:5000/tumour:r3",
                "models.example.org/a/b-c/d__e/f.g:V1.0-x"
            })
    void whatIsWrittenIsReadAndWrittenAgain(String text) {
        assertThat(RegistryRef.parse(text).orElseThrow()).hasToString(text);
        var pinned = text + "@" + DIGEST;
        assertThat(RegistryRef.parse(pinned).orElseThrow()).hasToString(pinned);
        assertThat(RegistryRef.parse(pinned).orElseThrow().reference()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "tumour:r3",
                "models/tumour:r3",
                "localhost:5000/tumour",
                "localhost:5000/Tumour:r3",
                "localhost:5000/tumour:",
                "localhost:5000/tumour:-r3",
                "localhost:5000//tumour:r3",
                "localhost:5000/../tumour:r3",
                "localhost:5000/tumour:r3@sha256:0a",
                "localhost:5000/tumour@sha512:00",
                "https://localhost:5000/tumour:r3",
                "user@localhost:5000/tumour:r3",
                "localhost:5000/tumour:r3 ",
                "localhost:5000/tum\nour:r3",
                "-a.org/tumour:r3"
            })
    void whatIsNoReferenceIsNone(String text) {
        assertThat(RegistryRef.parse(text)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:5000/a:b", "localhost/a:b", "127.0.0.1/a:b", "[::1]:1/a:b"})
    void thisMachineIsLoopback(String text) {
        assertThat(RegistryRef.parse(text).orElseThrow().isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.example.org/a:b",
                "127.0.0.1.example.org/a:b",
                "128.0.0.1:5000/a:b",
                "[::2]:1/a:b",
                "example.org/localhost:b"
            })
    void anythingElseIsNot(String text) {
        assertThat(RegistryRef.parse(text).orElseThrow().isLoopback()).isFalse();
    }

    @Test
    void aPinnedReferenceAsksForTheDigest() {
        var ref = RegistryRef.parse("localhost:5000/tumour:r3").orElseThrow();
        assertThat(ref.reference()).isEqualTo("r3");
        assertThat(ref.at(Digest.parse(DIGEST)).reference()).isEqualTo(DIGEST);
    }
}
