package lastgood.control.guard;

import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import lastgood.core.guard.Count;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.port.Counts;
import lastgood.core.port.Labels;
import lastgood.core.port.MemoryCountSource;
import lastgood.core.port.MemoryCounts;
import lastgood.core.port.MemoryLabels;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

class EvidenceDeskTest {
    private static final Place PLACE = new Place(0, Arm.CANDIDATE);

    @Test
    void checkpointsThatCouldNotBeReadAreReadAtTheNextQuestion() {
        var checkpoints = new MoodyCounts();
        checkpoints.save(count("before", 40));
        var desk = new EvidenceDesk(new MemoryCountSource(), checkpoints, new MemoryLabels());
        checkpoints.broken = true;
        assertThat(desk.evidence(TUMOUR, 1).traffic(PLACE).requests()).isZero();

        checkpoints.broken = false;

        assertThat(desk.evidence(TUMOUR, 1).traffic(PLACE).requests()).isEqualTo(40);
    }

    @Test
    void whatIsWrittenDownIsNotWrittenAgainUntilMoreIsCounted() {
        var gateway = new MemoryCountSource();
        var checkpoints = new MoodyCounts();
        var desk = new EvidenceDesk(gateway, checkpoints, new MemoryLabels());
        gateway.put(count("now", 40));
        desk.checkpoint(TUMOUR, 1);
        desk.checkpoint(TUMOUR, 1);
        assertThat(checkpoints.saves).isEqualTo(1);

        gateway.put(count("now", 41));
        desk.checkpoint(TUMOUR, 1);

        assertThat(checkpoints.saves).isEqualTo(2);
    }

    @Test
    void whatACandidateInShadowSaidIsKeptOnceTheDiskTakesItAndJoinsItsLabel() throws IOException {
        var gateway = new MemoryCountSource();
        var labels = new MemoryLabels();
        var desk = new EvidenceDesk(gateway, new MoodyCounts(), labels);
        gateway.put(TUMOUR, new Pair("a", prediction(2, 1, Arm.CANDIDATE, 0)));
        labels.failing(true);
        desk.checkpoint(TUMOUR, 1);
        assertThat(gateway.pairs(TUMOUR, 1)).as("not forgotten").hasSize(1);

        labels.failing(false);
        desk.checkpoint(TUMOUR, 1);
        desk.checkpoint(TUMOUR, 1);
        labels.take(TUMOUR, List.of(label("a", prediction(1, 0, Arm.LIVE, 1))));

        assertThat(gateway.pairs(TUMOUR, 1)).isEmpty();
        var found = desk.evidence(TUMOUR, 1);
        assertThat(found.pairs()).isEqualTo(Pairs.NONE.plus(new Pairs.Kind(0, 1, 1), 1));
        assertThat(found.heard(new Signal.Wrong())).isEqualTo(1);
        assertThat(found.tally(new Signal.Wrong())).isEqualTo(Tally.EMPTY);
    }

    private static Prediction prediction(int release, int rollout, Arm arm, int value) {
        return new Prediction(
                1,
                release,
                rollout,
                0,
                arm,
                false,
                OptionalInt.empty(),
                List.of(new Value.Whole(value)),
                7);
    }

    private static Labels.Label label(String id, Prediction live) {
        return new Labels.Label(id, live, 0, new Value.Whole(1));
    }

    private static Count count(String gateway, long requests) {
        var traffic = Map.of(PLACE, new Count.Traffic(requests, requests, 0));
        return new Count(gateway, 1, TUMOUR, 1, traffic, Map.of(), Map.of());
    }

    private static final class MoodyCounts implements Counts {
        private final MemoryCounts counts = new MemoryCounts();
        private boolean broken;
        private int saves;

        @Override
        public void save(Count count) {
            saves++;
            counts.save(count);
        }

        @Override
        public List<Count> of(ServiceName service, int rollout) throws IOException {
            if (broken) {
                throw new IOException("input/output error");
            }
            return counts.of(service, rollout);
        }
    }
}
