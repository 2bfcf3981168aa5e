package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The token outlasts crashes and careless copies.
class AdminTokenTest {
    @TempDir private Path secrets;

    @Test
    void itIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
        var token = AdminToken.in(secrets);

        assertThat(token).matches("lg_[0-9a-f]{64}");
        assertThat(AdminToken.in(secrets)).isEqualTo(token);
        assertThat(mode()).isEqualTo("rw-------");
        try (var files = Files.list(secrets)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatACrashLeftHalfWrittenIsInNobodysWay() throws IOException {
        Files.createFile(secrets.resolve("admin.token.new"));

        assertThat(AdminToken.in(secrets)).startsWith("lg_");
    }

    @Test
    void aFileThatOthersCouldReadIsTheOwnersAgainFromTheStartOn() throws IOException {
        var file = Files.writeString(secrets.resolve("admin.token"), "lg_chosen_by_hand\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(AdminToken.in(secrets)).isEqualTo("lg_chosen_by_hand");
        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void anEmptyFileIsNoToken() throws IOException {
        Files.writeString(secrets.resolve("admin.token"), "\n");

        assertThatThrownBy(() -> AdminToken.in(secrets))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty: delete it");
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(secrets.resolve("admin.token")));
    }
}
