package lastgood.gateway.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Count;
import lastgood.core.prediction.Pair;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.gateway.House;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A candidate in shadow of a release that is asked by gRPC: compared like by HTTP, and no caller notices.
class GrpcShadowTest {
    private static final ServiceName TWO = new ServiceName("two");
    private static final Route.Watch WATCH = House.watch(1, 0, Duration.ofSeconds(1));

    private final House house = new House();
    private final GrpcCaller caller = new GrpcCaller(house.gateway.grpcAddress());

    @AfterEach
    void close() {
        caller.close();
        house.close();
    }

    @Test
    void liveAnswersAndTheCandidateIsComparedWithIt() {
        inShadow("models/times3.onnx");

        var answer = caller.infer(Requests.x("two", 1, 2)).answer();

        assertThat(answer.getModelVersion()).isEqualTo("r1");
        assertThat(answer.getOutputs(0).getContents().getFp32ContentsList())
                .containsExactly(2f, 4f);
        Patience.until("it is compared", () -> compared().answers() == 1);
        assertThat(compared().shift()).as("4 and 6").isEqualTo(2);
    }

    @Test
    void theIdThatTheCallerGetsIsTheOneByWhichALabelFindsBoth() {
        inShadow("models/times3.onnx");

        var answer = caller.infer(Requests.x("two", 1, 2)).answer();

        Patience.until("it waits for a label", () -> !waiting().isEmpty());
        assertThat(waiting())
                .extracting(Pair::id)
                .containsExactly(
                        answer.getParametersOrThrow("lastgood-prediction-id").getStringParam());
        assertThat(waiting().getFirst().candidate().release()).isEqualTo(2);
    }

    @Test
    void aCandidateThatFailsIsWithdrawnAndEverybodyIsAnsweredByLive() {
        inShadow("models/gather.onnx");

        for (int i = 0; house.gateway.routes().vetoes(TWO).isEmpty() && i < 20_000; i++) {
            assertThat(caller.infer(Requests.x("two", 1, 99)).answer().getModelVersion())
                    .isEqualTo("r1");
        }

        assertThat(house.gateway.routes().vetoes(TWO)).hasSize(1);
        assertThat(compared().answers()).isZero();
        assertThat(compared().failed()).isPositive();
    }

    private void inShadow(String candidate) {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        house.tryOut(live, house.ready(house.drafts.of("two", 2, candidate)), 0, WATCH);
    }

    private List<Pair> waiting() {
        return house.gateway.counts().pairs(TWO, 1);
    }

    private Comparison compared() {
        return house.gateway
                .counts()
                .count(TWO, 1)
                .flatMap(Count::compared)
                .orElse(Comparison.NONE);
    }
}
