package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PairsTest {
    @Test
    void noMoreRowsAreWrongThanThereAre() {
        for (int[] kind : new int[][] {{-1, 0, 1}, {0, -1, 1}, {0, 0, 0}, {3, 0, 2}, {0, 3, 2}}) {
            assertThatThrownBy(() -> new Pairs.Kind(kind[0], kind[1], kind[2]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsCountedAndWhatIsHeardDifferByWhatCameAgain() {
        var pairs = Pairs.NONE.plus(new Pairs.Kind(0, 1, 1), 3).plusAgain();
        assertThat(pairs.heard()).isEqualTo(4);
        assertThat(pairs.count()).isEqualTo(new PairCount(3, 3, 0));
        assertThat(pairs.reversed().count()).isEqualTo(new PairCount(3, 0, 3));
        assertThat(pairs.reversed().heard()).isEqualTo(4);
    }

    @Test
    void aBoundThatNoCandidateCanBeFarBeyondIsClearWhateverThePairsSay() {
        var shadow = new Situation(List.of(0.0, 1.0), 0, true, List.of(), Set.of());
        var worse = Pairs.NONE.plus(new Pairs.Kind(0, 1, 1), 50);
        var evidence =
                new Evidence(Map.of(), Map.of(), Optional.empty(), Count.Traffic.NONE, worse);
        var set = Lines.set("quality.error_rate <= baseline + 95%");
        assertThat(Judge.read(set, shadow, evidence).getLast().clear()).isTrue();
    }
}
