package lastgood.ledger.drills;

import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import lastgood.core.port.Drills;
import lastgood.core.port.DrillsContract;
import lastgood.ledger.OpenLedger;
import lastgood.ledger.files.Durable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteDrillsTest extends DrillsContract {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Drills open() throws IOException {
        return ledger.again().drills();
    }

    @Override
    protected void damageEvidence(int number) throws IOException {
        byte[] bytes = Files.readAllBytes(file(number));
        bytes[0] ^= 4;
        Durable.write(file(number), bytes, "r--------");
    }

    @Test
    void theEvidenceIsAFileThatOnlyItsOwnerReads() throws Exception {
        var kept = open().keep(draft(TUMOUR), DrillsContract::story);

        assertThat(file(1)).hasContent("story of D-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(1))))
                .isEqualTo("r--------");
        assertThat(kept.evidence().orElseThrow().toString()).startsWith("sha256:");
    }

    @Test
    void aFileThatACrashLeftWithoutItsDrillProvesNothingAndIsReplaced() throws Exception {
        open();
        Files.writeString(file(1), "a drill that was never kept");

        assertThat(open().evidence(1)).isEmpty();
        open().keep(draft(TUMOUR), DrillsContract::story);
        assertThat(file(1)).hasContent("story of D-1");
    }

    @Test
    void aDrillWhoseFileIsGoneHasNoEvidenceAnyMore() throws Exception {
        open().keep(draft(TUMOUR), DrillsContract::story);
        Files.delete(file(1));

        assertThat(open().find(1)).isPresent();
        assertThat(open().evidence(1)).isEmpty();
    }

    private Path file(int number) {
        return ledger.data().resolve("drills/D-" + number + ".json");
    }
}
