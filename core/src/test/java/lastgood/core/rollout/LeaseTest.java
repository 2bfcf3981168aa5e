package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.R1;
import static lastgood.core.rollout.Cast.R2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long LENGTH = Lease.LENGTH.toNanos();

    @Test
    void onlyACandidateIsLeased() {
        assertThat(of(trying(3), Optional.empty(), 7)).contains(new Lease(3, 7 + LENGTH));
        assertThat(of(new Route.Split.Settled(R1), Optional.empty(), 7)).isEmpty();
        var proving = new Route.Split.Proving(R2, Optional.of(R1), watch(3));
        assertThat(of(proving, Optional.of(new Lease(3, 9)), 7)).isEmpty();
    }

    @Test
    void renewedItBeginsAnewAndWhatIsOverStaysOver() {
        var lease = new Lease(3, LENGTH);
        assertThat(lease.renewed(LENGTH - 1)).isEqualTo(new Lease(3, 2 * LENGTH - 1));
        assertThat(lease.isOver(LENGTH - 1)).isFalse();
        assertThat(lease.isOver(LENGTH)).isTrue();
        assertThat(lease.renewed(LENGTH)).isEqualTo(lease);
    }

    @Test
    void theNextStepOfARolloutThatIsOverBeginsNone() {
        var before = Optional.of(new Lease(3, LENGTH));
        assertThat(of(trying(3), before, LENGTH)).isEqualTo(before);
        assertThat(of(trying(3), before, 5)).contains(new Lease(3, 5 + LENGTH));
        assertThat(of(trying(4), before, LENGTH)).as("another").contains(new Lease(4, 2 * LENGTH));
    }

    @Test
    void theClockMayWrap() {
        long late = Long.MAX_VALUE - 5;
        var lease = of(trying(3), Optional.empty(), late).orElseThrow();
        assertThat(lease.end()).isNegative();
        assertThat(lease.isOver(late)).isFalse();
        assertThat(lease.isOver(late + LENGTH - 1)).isFalse();
        assertThat(lease.isOver(late + LENGTH)).isTrue();
    }

    private static Optional<Lease> of(Route.Split split, Optional<Lease> before, long now) {
        return Lease.of(new Route(new ServiceName("wine"), 1, split), before, now);
    }

    private static Route.Split trying(int rollout) {
        return new Route.Split.Trying(R1, R2, new Share(.1), watch(rollout));
    }

    private static Route.Watch watch(int rollout) {
        return new Route.Watch(rollout, 0, Set.of(), false);
    }
}
