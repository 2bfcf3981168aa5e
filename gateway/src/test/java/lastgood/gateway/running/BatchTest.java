package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.core.port.FeatureRows;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Datatype;
import lastgood.gateway.Drafts;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.apart.RunnerLimits;
import lastgood.gateway.running.apart.Spares;
import lastgood.gateway.running.batch.Effort;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Real graphs, several requests at once.
class BatchTest {
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final EventLoops loops = new EventLoops(1);
    private final Spares spares = new Spares(RunnerLimits.DEFAULT.withSpares(0));
    private final Budget budget = new Budget(1 << 20);
    private final List<LoadedRelease> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(LoadedRelease::letGo);
        spares.close();
        loops.close();
    }

    @Test
    void eachGetsTheAnswerToItsOwnRows() {
        var release = release("models/times2.onnx");

        var answers = run(release, List.of(x(1, 2), x(3, 4, 5, 6), x(7, 8)));

        assertThat(answers).containsExactly("2.0 4.0", "6.0 8.0 10.0 12.0", "14.0 16.0");
        assertThat(release.queue().orElseThrow().mostRows()).isEqualTo(16);
    }

    @Test
    void oneThatFailsIsNoFailureOfTheOthers() {
        var release = release("models/gather.onnx");

        assertThat(run(release, List.of(x(0, 1), x(99, 0), x(2, 2))))
                .containsExactly("10.0 20.0", "LG-1604", "30.0 30.0");
    }

    @Test
    void anAnswerThatIsNoNumberIsInvalidForItsOwnRequestAlone() {
        var release = release("models/log.onnx");

        assertThat(run(release, List.of(x(1, 1), x(-1, 1), x(1, 1))))
                .containsExactly("0.0 0.0", "LG-1604", "0.0 0.0");
    }

    @Test
    void otherRowsThanWereAskedForTurnBatchingOff() {
        var release = release("models/positive-rows.onnx");

        assertThat(run(release, List.of(x(1, 1), x(-1, 1), x(2, 2))))
                .containsExactly("1.0 1.0", "LG-1604", "2.0 2.0");
        assertThat(release.queue().orElseThrow().mostRows()).isEqualTo(1);
    }

    @Test
    void whoGaveUpIsToldNothingAndHoldsUpNobody() {
        var release = release("models/gather.onnx");
        var answers = new ArrayList<String>();
        var tickets = tickets(release, answers, List.of(x(99, 0), x(1, 1)));

        tickets.getFirst().abandon(release.queue().orElseThrow());
        Batch.run(release, tickets);

        assertThat(answers).containsExactly("", "20.0 20.0");
    }

    @Test
    void whatTheyHeldIsGivenBack() {
        var release = release("models/gather.onnx");
        var loan = new Loan(budget);
        loan.take(1000);
        var ticket = new Ticket(release, loan, x(0, 0), Optional.empty(), _ -> {});
        release.hold();
        loan.hold();
        loan.letGo(); // its caller is gone
        assertThat(budget.held()).isPositive();

        Batch.run(release, List.of(ticket));

        assertThat(budget.held()).isZero();
    }

    private List<String> run(LoadedRelease release, List<Map<String, Tensor>> requests) {
        var answers = new ArrayList<String>();
        Batch.run(release, tickets(release, answers, requests));
        return answers;
    }

    private List<Ticket> tickets(
            LoadedRelease release, List<String> answers, List<Map<String, Tensor>> requests) {
        var tickets = new ArrayList<Ticket>();
        for (var request : requests) {
            int at = tickets.size();
            answers.add("");
            release.hold();
            tickets.add(
                    new Ticket(
                            release,
                            new Loan(budget),
                            request,
                            Optional.empty(),
                            answer -> answers.set(at, said(answer))));
        }
        return tickets;
    }

    private static String said(Outcome<Answer> answer) {
        return switch (answer) {
            case Outcome.Refused<Answer>(var problem) -> problem.code().id();
            case Outcome.Done<Answer>(var a) -> {
                var values = a.outputs().getFirst().values();
                var said = new StringBuilder();
                for (int i = 0; i < values.size(); i++) {
                    said.append(i == 0 ? "" : " ").append(values.text(i));
                }
                yield said.toString();
            }
        };
    }

    private LoadedRelease release(String model) {
        var release = new Drafts(blobs).of("two", 1, model).release();
        var assembly = Assembly.ofGraphs(blobs);
        var quarters =
                new Quarters(
                        new Housing("two-r1", release.parts(), assembly, blobs, spares, loops));
        assertThat(quarters.moveTo(Place.INSIDE, Outcome::done)).isInstanceOf(Outcome.Done.class);
        var loaded = new LoadedRelease(release, Drafts.CLASSIFIER, quarters, 1, FeatureRows.NONE);
        long milli = 1_000_000;
        loaded.weigh(
                Place.INSIDE,
                new Effort(milli, OptionalLong.of(milli), OptionalLong.of(milli)),
                1,
                System::nanoTime);
        open.add(loaded);
        return loaded;
    }

    private static Map<String, Tensor> x(float... values) {
        return Map.of(
                "X",
                new Tensor(
                        "X",
                        Datatype.FP32,
                        List.of(values.length / 2L, 2L),
                        new Values.Floats(values)));
    }
}
