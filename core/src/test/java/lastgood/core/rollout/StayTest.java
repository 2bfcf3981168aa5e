package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

/// What is left of a route where nobody is at control.
class StayTest {
    private static final ServiceName TUMOUR = new ServiceName("tumour");
    private static final List<ReleaseId> RELEASES = List.of(R1, R2, R3);

    @Test
    void whateverWasServedNoCandidateIsAndLiveIsTheSame() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            var served = new Route(TUMOUR, random.nextLong(1, 1L << 40), split(random));
            var way = way(random);

            var stay = Stay.of(served, way);

            var route = stay.route();
            assertThat(route.split().live()).as("seed %d", seed).isEqualTo(served.split().live());
            assertThat(route.epoch()).isEqualTo(served.epoch());
            assertThat(stay.way()).isEqualTo(way);
            switch (served.split()) {
                case Route.Split.Settled _, Route.Split.Proving _ ->
                        assertThat(route).isEqualTo(served);
                case Route.Split.Trying t ->
                        assertThat(route.split()).isEqualTo(new Route.Split.Settled(t.live()));
            }
            assertThat(Stay.of(route, way)).as("again, seed %d", seed).isEqualTo(stay);
            assertThat(stay.releases()).containsAll(route.releases());
            assertThat(stay.releases().iterator().next()).isEqualTo(stay.live());
            stay.standby().ifPresent(s -> assertThat(stay.releases()).contains(s));
        }
    }

    @Test
    void itGoesBackToWhatBakesStandsBesideAndElseWhereControlSaid() {
        var baking =
                new Route(TUMOUR, 7, new Route.Split.Proving(R2, Optional.of(R1), watch(3, 2)));
        var settled = new Route(TUMOUR, 7, new Route.Split.Settled(R2));

        assertThat(Stay.of(baking, Optional.of(new WayBack.To(R3))).standby()).contains(R1);
        assertThat(Stay.of(settled, Optional.of(new WayBack.To(R3))).standby()).contains(R3);
        assertThat(Stay.of(settled, Optional.of(new WayBack.Done())).standby()).isEmpty();
        assertThat(Stay.of(settled, Optional.empty()).standby()).isEmpty();
    }

    @Test
    void aVetoOfItsRolloutOrOfLiveForbidsItAndNoOther() {
        var baking =
                Stay.of(
                        new Route(
                                TUMOUR,
                                7,
                                new Route.Split.Proving(R2, Optional.of(R1), watch(3, 2))),
                        Optional.empty());

        assertThat(baking.isForbiddenBy(Set.of(new Route.Veto(3, R2.digest())))).isTrue();
        assertThat(baking.isForbiddenBy(Set.of(Route.Veto.ofAny(R2)))).isTrue();
        assertThat(
                        baking.isForbiddenBy(
                                Set.of(new Route.Veto(2, R2.digest()), Route.Veto.ofAny(R1))))
                .isFalse();
    }

    @Test
    void onAnotherReleaseItHasGoneBackAlready() {
        var route = new Route(TUMOUR, 7, new Route.Split.Proving(R2, Optional.of(R1), watch(3, 2)));

        var back = Stay.of(route, Optional.empty()).on(R1);

        assertThat(back.route()).isEqualTo(new Route(TUMOUR, 7, new Route.Split.Settled(R1)));
        assertThat(back.way()).contains(new WayBack.Done());
        assertThat(back.releases()).containsExactly(R1);
    }

    private static Route.Split split(Random random) {
        var watch =
                new Route.Watch(
                        random.nextInt(9),
                        random.nextInt(9),
                        Set.of(Duration.ofMillis(random.nextInt(9))),
                        random.nextBoolean());
        return switch (random.nextInt(3)) {
            case 0 -> new Route.Split.Settled(one(random));
            case 1 ->
                    new Route.Split.Trying(
                            one(random), one(random), new Share(random.nextDouble(1e-9, 1)), watch);
            default ->
                    new Route.Split.Proving(
                            one(random),
                            random.nextBoolean() ? Optional.of(one(random)) : Optional.empty(),
                            watch);
        };
    }

    private static Optional<WayBack> way(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new WayBack.Done());
            case 2 -> Optional.of(new WayBack.Nowhere("there is none"));
            default -> Optional.of(new WayBack.To(one(random)));
        };
    }

    private static ReleaseId one(Random random) {
        return RELEASES.get(random.nextInt(RELEASES.size()));
    }
}
