package lastgood.control.move;

import static lastgood.control.move.Village.AUDIT;
import static lastgood.control.move.Village.COST;
import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// fraud r2 reads the table in v2 only, r1 in v1 only; cost r1 was tested with both; audit r2 reads v2, r1 reads v1. So when
/// fraud goes back, the table and audit go with it, and cost stays where it is and reads the older table.
class StackMoverTest {
    private final Village village = new Village();
    private Village.Life life = village.new Life();
    private Map<ServiceName, List<ReleaseId>> before = Map.of();

    @BeforeEach
    void allReadTheNewTable() throws IOException {
        village.version("v1");
        village.version("v2", "v1");
        var fraud1 = village.release(life, FRAUD, "v1");
        var fraud2 = village.release(life, FRAUD, "v2");
        var cost1 = village.release(life, COST, "v1", "v2");
        var audit1 = village.release(life, AUDIT, "v1");
        var audit2 = village.release(life, AUDIT, "v2");
        village.good(life, FRAUD, fraud1);
        village.good(life, AUDIT, audit1);
        village.good(life, COST, cost1);
        village.good(life, FRAUD, fraud2);
        village.good(life, AUDIT, audit2);
        village.shared(life, "v2");
        before = Map.of(FRAUD, List.of(fraud1, fraud2), AUDIT, List.of(audit1, audit2));
    }

    @Test
    void whoSharesATableGoesBackTogetherUnderOneEpoch() throws IOException {
        assertThat(rollBack()).isEmpty();

        assertThat(life.live(FRAUD).number()).isEqualTo(1);
        assertThat(life.live(AUDIT).number()).isEqualTo(1);
        assertThat(life.live(COST).number()).isEqualTo(1);
        assertThat(life.record.now().live()).isEqualTo(Map.of("table", "v1"));
        assertThat(life.record.now().open()).isEmpty();
        assertThat(
                        Stream.of(FRAUD, COST, AUDIT)
                                .map(s -> life.board.route(s).orElseThrow().epoch()))
                .as("one epoch")
                .containsOnly(life.loop(FRAUD).state().standing().epoch());
    }

    @Test
    void whoStaysReadsTheOlderTableFromThenOn() throws IOException {
        var own = life.board.route(COST).orElseThrow().split().live();
        rollBack();

        var now = life.board.route(COST).orElseThrow().split().live();
        assertThat(now.number()).isEqualTo(1);
        assertThat(now).as("another stack of the same release").isNotEqualTo(own);
        var bound = life.binder.bind(village.releases.find(COST, own).orElseThrow());
        assertThat(bound.parts().features())
                .isInstanceOfSatisfying(
                        Parts.Features.Shared.class,
                        shared -> assertThat(shared.component().version()).isEqualTo("v1"));
        assertThat(life.loop(COST).history().getFirst().how()).isEqualTo("rebound");
    }

    @Test
    void allThatMovesMovesAtOneMomentHoweverLongItWaited() throws IOException {
        village.now = NOON.plusSeconds(20);
        rollBack();
        assertThat(Stream.of(FRAUD, COST, AUDIT).map(s -> life.loop(s).history().getFirst().at()))
                .containsOnly(village.now);
    }

    @Test
    void onlyTheServiceThatWasAskedForIsHeld() throws IOException {
        rollBack();
        var fraud = life.loop(FRAUD).state().standing();
        var audit = life.loop(AUDIT).state().standing();
        assertThat(fraud.isHeld(release(FRAUD, 2))).isTrue();
        assertThat(audit.held()).isEmpty();
    }

    @Test
    void nothingMovesWhereOneOfThemCannotBeMadeReady() throws IOException {
        village.standby.refuse(
                release(AUDIT, 1), Problem.of(Code.NOT_PREPARED, "its model is damaged"));

        assertThat(rollBack()).hasValueSatisfying(p -> assertThat(p.what()).contains("damaged"));

        assertThat(life.live(FRAUD).number()).isEqualTo(2);
        assertThat(life.live(AUDIT).number()).isEqualTo(2);
        assertThat(life.record.now().live()).isEqualTo(Map.of("table", "v2"));
        assertThat(life.record.now().open()).isEmpty();
    }

    @Test
    void aDiskThatRefusesKeepsNobodyFromGoingBackAndIsWrittenLater() throws IOException {
        village.journal.fail("no space left on device");
        assertThat(rollBack()).isEmpty();
        assertThat(life.live(FRAUD).number()).isEqualTo(1);
        assertThat(life.loop(AUDIT).unrecorded()).hasSize(1);

        village.journal.mend();
        life.loop(AUDIT).handle(new Event.Ticked(NOON));
        assertThat(life.loop(AUDIT).unrecorded()).isEmpty();
    }

    @Test
    void aCrashAtAnyStepLeavesTheOldOrTheNewStackAndNothingBetween() throws IOException {
        int step = 0;
        int olds = 0;
        int news = 0;
        boolean crashed = true;
        while (crashed) {
            var test = new StackMoverTest();
            test.allReadTheNewTable();
            test.village.fuse.blowAt(step);
            crashed = test.crashes();
            test.village.fuse.blowAt(Integer.MAX_VALUE);
            test.life = test.village.new Life().started();
            boolean isNew = test.life.live(FRAUD).number() == 1;
            assertThat(test.life.live(AUDIT).number())
                    .as("after a crash at step " + step)
                    .isEqualTo(isNew ? 1 : 2);
            assertThat(test.life.record.now().live())
                    .as("after a crash at step " + step)
                    .isEqualTo(Map.of("table", isNew ? "v1" : "v2"));
            assertThat(test.life.record.now().open()).isEmpty();
            test.life.services.all().forEach(loop -> test.mustFit(loop.service(), isNew));
            olds += isNew ? 0 : 1;
            news += isNew ? 1 : 0;
            step++;
        }
        assertThat(olds).as("crashes before it happened").isPositive();
        assertThat(news).as("crashes after it happened").isGreaterThan(3);
    }

    /// What each serves reads the version that everybody reads.
    private void mustFit(ServiceName service, boolean isNew) {
        try {
            var serving = village.releases.find(service, life.live(service)).orElseThrow();
            assertThat(life.binder.bind(serving).manifest().used("table").orElseThrow().version())
                    .isEqualTo(isNew ? "v1" : "v2");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean crashes() throws IOException {
        try {
            rollBack();
            return false;
        } catch (Fuse.Crash _) {
            return true;
        }
    }

    private Optional<Problem> rollBack() throws IOException {
        var to = release(FRAUD, 1);
        var moves = moves(to);
        var asked = new Event.RolledBack(NOON, ALICE, Optional.of(to), "wrong scores");
        return life.mover.back(life.loop(FRAUD), Optional.of(asked), moves, ALICE, "wrong scores");
    }

    private Moves moves(ReleaseId to) throws IOException {
        var closure = life.companions.closure(FRAUD, to);
        assertThat(closure).isInstanceOf(Closure.Found.class);
        return ((Closure.Found) closure).moves();
    }

    private ReleaseId release(ServiceName service, int number) {
        return before.getOrDefault(service, List.of()).get(number - 1);
    }
}
