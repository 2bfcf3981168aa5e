package lastgood.ledger.vetoes;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lastgood.core.port.Vetoes;
import lastgood.core.port.VetoesContract;
import lastgood.core.rollout.Route;
import lastgood.ledger.OpenLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VetoFilesTest extends VetoesContract {
    private static final Route.Veto VETO = new Route.Veto(1, releaseId(2).digest());

    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Vetoes open() throws IOException {
        return ledger.again().vetoes();
    }

    @Test
    void aDiskThatRefusesIsToldAndNothingIsKept() throws IOException {
        var vetoes = open();
        vetoes.add(WINE, VETO);
        Files.delete(file(WINE));
        Files.delete(folder().resolve("spare"));
        Files.delete(folder());
        Files.createFile(folder());
        assertThat(vetoes.add(TUMOUR, VETO)).isFalse();
        assertThat(vetoes.of(TUMOUR)).isEmpty();
        Files.delete(folder());
        Files.createDirectory(folder());
        assertThat(vetoes.add(TUMOUR, VETO)).isTrue();
        assertThat(open().of(TUMOUR)).containsExactly(VETO);
    }

    @Test
    void aFullDiskStillTakesTheVetoForWhichRoomWasSetAside() throws IOException {
        open().add(WINE, VETO);
        var vetoes =
                VetoFiles.open(
                        folder(),
                        (_, _) -> {
                            throw new IOException("no space left on device");
                        });

        assertThat(vetoes.add(TUMOUR, VETO)).isTrue();
        assertThat(vetoes.add(WINE, new Route.Veto(2, releaseId(2).digest()))).isFalse();

        var after = open();
        assertThat(after.of(TUMOUR)).containsExactly(VETO);
        assertThat(after.of(WINE)).containsExactly(VETO);
        assertThat(folder().resolve("spare")).as("set aside anew").hasSize(4096);
    }

    @Test
    void aSpareThatACrashCutOffIsMadeAnew() throws IOException {
        open();
        Files.write(folder().resolve("spare"), new byte[100]);
        open();
        assertThat(folder().resolve("spare")).hasSize(4096);
    }

    @Test
    void anyFlippedBitIsNoticedAndTheFileSetAside() throws IOException {
        open().add(TUMOUR, VETO);
        byte[] whole = Files.readAllBytes(file(TUMOUR));
        for (int bit = 0; bit < 8 * whole.length; bit += 7) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(TUMOUR), flipped);
            assertThat(open().of(TUMOUR)).as("bit %d", bit).isEmpty();
            assertThat(aside(TUMOUR)).hasBinaryContent(flipped);
            assertThat(file(TUMOUR)).doesNotExist();
        }
        Files.write(file(TUMOUR), whole);
        assertThat(open().of(TUMOUR)).containsExactly(VETO);
    }

    @Test
    void aTornFileIsSetAsideAndTheOthersHold() throws IOException {
        var vetoes = open();
        vetoes.add(TUMOUR, VETO);
        vetoes.add(WINE, VETO);
        byte[] whole = Files.readAllBytes(file(TUMOUR));
        Files.write(file(TUMOUR), java.util.Arrays.copyOf(whole, whole.length - 20));
        var after = open();
        assertThat(after.of(TUMOUR)).isEmpty();
        assertThat(after.of(WINE)).containsExactly(VETO);
        assertThat(after.add(TUMOUR, VETO)).isTrue();
        assertThat(open().of(TUMOUR)).containsExactly(VETO);
    }

    private Path folder() {
        return ledger.data().resolve("vetoes");
    }

    private Path file(lastgood.core.release.ServiceName service) {
        return folder().resolve(service + ".vetoes");
    }

    private Path aside(lastgood.core.release.ServiceName service) {
        return folder().resolve(service + ".vetoes.damaged");
    }
}
