package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final ServiceName TUMOUR = new ServiceName("tumour");

    @Test
    void aSettledRouteExposesNobody() {
        var route = new Route(TUMOUR, 7, new Route.Split.Settled(R1));

        assertThat(route.exposes()).isEmpty();
        assertThat(route.withdrawn()).isEmpty();
    }

    @Test
    void aCandidateIsExposedAndCanBeWithdrawn() {
        var route = new Route(TUMOUR, 7, trying(R1, R2, .1, watch(3, 0)));

        assertThat(route.exposes()).contains(new Route.Veto(3, R2.digest()));
        assertThat(route.withdrawn()).contains(new Route(TUMOUR, 7, new Route.Split.Settled(R1)));
    }

    @Test
    void soIsAReleaseThatHasYetToEarnGood() {
        var route = new Route(TUMOUR, 7, new Route.Split.Proving(R2, Optional.of(R1), watch(3, 2)));

        assertThat(route.exposes()).contains(new Route.Veto(3, R2.digest()));
        assertThat(route.withdrawn()).contains(new Route(TUMOUR, 7, new Route.Split.Settled(R1)));
    }

    @Test
    void withoutAnOriginThereIsNothingElseToServe() {
        var route =
                new Route(TUMOUR, 7, new Route.Split.Proving(R1, Optional.empty(), watch(1, 2)));

        assertThat(route.exposes()).contains(new Route.Veto(1, R1.digest()));
        assertThat(route.withdrawn()).isEmpty();
    }
}
