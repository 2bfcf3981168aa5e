package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lastgood.core.prediction.Arm;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final Place CANDIDATE = new Place(0, Arm.CANDIDATE);
    private static final Place LIVE = new Place(0, Arm.LIVE);

    @Test
    void whatIsNotCountedBecauseItsKeyIsKnownIsHeardAllTheSame() {
        var known = Counting.nothing().key(CANDIDATE, 1, true).key(CANDIDATE, 2, false);
        var before = errors(known.tally(), 2).heard(new Signal.Errors());
        var again = known.key(CANDIDATE, 1, true).key(CANDIDATE, 1, false);

        assertThat(errors(again.tally(), 4).heard(new Signal.Errors())).isGreaterThan(before);
    }

    @Test
    void requestsWithoutALabelAreNotHeardByAQualityGuard() {
        var labelled = Map.<Signal, Tally>of(new Signal.Wrong(), Tally.EMPTY);
        var silent = new Evidence(Map.of(CANDIDATE, traffic(500)), labelled);
        assertThat(silent.heard(new Signal.Wrong())).isZero();
        var told = Counting.nothing().candidate(0, 1, 2).key(CANDIDATE, 7, false);
        assertThat(told.as(new Signal.Wrong()).heard(new Signal.Wrong())).isEqualTo(4);
    }

    @Test
    void whatComesForLiveIsNotHeardAboutTheCandidate() {
        var tally = Counting.nothing().live(0, 5, 5).key(LIVE, 1, true).tally();
        var evidence =
                new Evidence(
                        Map.of(LIVE, traffic(900)),
                        Map.<Signal, Tally>of(new Signal.Errors(), tally));
        assertThat(evidence.heard(new Signal.Errors())).isZero();
    }

    private static Evidence errors(Tally tally, long requests) {
        return new Evidence(
                Map.of(CANDIDATE, traffic(requests)), Map.of(new Signal.Errors(), tally));
    }

    private static Count.Traffic traffic(long requests) {
        return new Count.Traffic(requests, requests, 0);
    }
}
