package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;

class MemoryVetoesTest extends VetoesContract {
    private final MemoryVetoes vetoes = new MemoryVetoes();

    @Override
    protected Vetoes open() {
        return vetoes;
    }

    @Test
    void theirDiskRefusesWhenToldTo() {
        vetoes.refusing(true);
        assertThat(vetoes.add(TUMOUR, new Route.Veto(1, releaseId(2).digest()))).isFalse();
        assertThat(vetoes.of(TUMOUR)).isEmpty();
    }
}
