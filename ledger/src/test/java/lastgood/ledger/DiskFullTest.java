package lastgood.ledger;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.bytes;
import static lastgood.core.port.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import lastgood.core.port.Journal.Appended;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A disk that takes no more, for real: the system refuses every write beyond a limit.
class DiskFullTest {
    /// 3 MB: enough for the driver's library to be unpacked, and for a few hundred entries.
    private static final int BLOCKS = 6_000;

    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Test
    void whatWasRefusedWasNotAcknowledgedAndTheRestIsThere() throws Exception {
        int acknowledged;
        try (var child =
                Child.runWithFilesOfAtMost(BLOCKS, Filler.class, ledger.data().toString())) {
            assertThat(child.line()).hasValue("a large blob is refused");
            acknowledged = Integer.parseInt(child.line().orElse("nothing"));
            assertThat(child.line().orElse("")).startsWith("Failed[why=");
            assertThat(child.line()).hasValue("still " + acknowledged);
            assertThat(child.end()).isZero();
        }
        assertThat(acknowledged).isGreaterThan(10);
        var opened = ledger.again();
        assertThat(opened.journal().read(TUMOUR)).hasSize(acknowledged);
        assertThat(opened.journal().append(TUMOUR, acknowledged, created(1)))
                .isEqualTo(new Appended.At(acknowledged));
        assertThat(opened.releases().read(Digest.of(bytes("small")))).hasValue(bytes("small"));
    }

    /// Appends until the journal refuses, and looks at what is there then.
    static final class Filler {
        public static void main(String[] args) throws IOException {
            try (var ledger = Ledger.open(Path.of(args[0]))) {
                ledger.releases().store(new ByteArrayInputStream(bytes("small")));
                System.out.println(storeTooMuch(ledger));
                int written = 0;
                Appended answer = new Appended.At(0);
                while (answer instanceof Appended.At) {
                    answer = ledger.journal().append(TUMOUR, written, created(written + 1));
                    written += answer instanceof Appended.At ? 1 : 0;
                }
                System.out.println(written);
                System.out.println(answer);
                System.out.println("still " + ledger.journal().read(TUMOUR).size());
            }
        }

        private static String storeTooMuch(Ledger ledger) throws IOException {
            var large = new byte[5_000_000];
            Arrays.fill(large, (byte) 'x');
            try {
                return "stored " + ledger.releases().store(new ByteArrayInputStream(large));
            } catch (IOException _) {
                return ledger.releases().size(Digest.of(large)).isEmpty()
                        ? "a large blob is refused"
                        : "refused and there";
            }
        }
    }
}
