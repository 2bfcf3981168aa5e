package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;

/// What every memory of vetoes promises.
public abstract class VetoesContract {
    private static final Route.Veto FIRST = new Route.Veto(1, releaseId(2).digest());
    private static final Route.Veto SECOND = new Route.Veto(2, releaseId(2).digest());

    /// The vetoes of this test; asked again, they are opened again over what is stored.
    protected abstract Vetoes open() throws Exception;

    @Test
    void aVetoOutlivesItsGateway() throws Exception {
        assertThat(open().add(TUMOUR, FIRST)).isTrue();
        assertThat(open().of(TUMOUR)).containsExactly(FIRST);
    }

    @Test
    void nothingIsForbiddenUntilSomebodySaysSo() throws Exception {
        assertThat(open().of(TUMOUR)).isEmpty();
    }

    @Test
    void theSameVetoTwiceIsOne() throws Exception {
        var vetoes = open();
        assertThat(vetoes.add(TUMOUR, FIRST)).isTrue();
        assertThat(vetoes.add(TUMOUR, FIRST)).isTrue();
        assertThat(vetoes.of(TUMOUR)).containsExactly(FIRST);
    }

    @Test
    void vetoesOfRolloutsAndServicesAreKeptApart() throws Exception {
        var vetoes = open();
        vetoes.add(TUMOUR, FIRST);
        vetoes.add(TUMOUR, SECOND);
        vetoes.add(WINE, FIRST);
        vetoes.remove(TUMOUR, FIRST);
        assertThat(open().of(TUMOUR)).containsExactly(SECOND);
        assertThat(open().of(WINE)).containsExactly(FIRST);
    }

    @Test
    void aRemovedVetoStaysAway() throws Exception {
        var vetoes = open();
        vetoes.add(TUMOUR, FIRST);
        vetoes.remove(TUMOUR, FIRST);
        vetoes.remove(TUMOUR, FIRST);
        vetoes.remove(WINE, FIRST);
        assertThat(open().of(TUMOUR)).isEmpty();
    }

    @Test
    void whatWasAskedBeforeDoesNotChange() throws Exception {
        var vetoes = open();
        vetoes.add(TUMOUR, FIRST);
        var before = vetoes.of(TUMOUR);
        vetoes.add(TUMOUR, SECOND);
        assertThat(before).containsExactly(FIRST);
    }
}
