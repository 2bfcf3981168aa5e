package lastgood.control.move;

import static lastgood.control.move.Village.AUDIT;
import static lastgood.control.move.Village.COST;
import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.control.move.FakeWorlds.Passing;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Way;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Route;
import lastgood.core.stack.StackEntry;
import org.junit.jupiter.api.Test;

/// Components move in their own worlds, then services switch.
class DrivenMoveTest extends DrivenStory {
    @Test
    void worldsMoveBeforeTrafficDoesAndWhoNeedsTheOtherFirst() throws IOException {
        assertThat(rollBack()).isEmpty();

        assertThat(village.worlds.asked).containsExactly("table -> v1", "index -> v1");
        mustBe(true, "after the move");
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(village.book.read())
                .extracting(entry -> entry.getClass().getSimpleName())
                .endsWith("Begun", "Switched", "Ended");
    }

    /// `fallback: live`: while worlds move, every service is answered by what served before.
    @Test
    void whatServedBeforeGoesOnAnsweringWhileWorldsMove() throws IOException {
        var before = List.of(up(FRAUD), up(COST), up(AUDIT));
        var during = new ArrayList<List<Route>>();
        for (var component : List.of("table", "index")) {
            village.worlds.spoil(
                    component,
                    driver ->
                            restoring(
                                    driver,
                                    (to, key) -> {
                                        var restored = driver.restore(to, key);
                                        during.add(List.of(up(FRAUD), up(COST), up(AUDIT)));
                                        return restored;
                                    }));
        }
        assertThat(rollBack()).isEmpty();
        assertThat(during).containsExactly(before, before);
        assertThat(List.of(up(FRAUD), up(COST), up(AUDIT))).doesNotContainAnyElementsOf(before);
    }

    private Route up(ServiceName service) {
        return life.board.route(service).orElseThrow();
    }

    @Test
    void aBookThatCannotBeWrittenMovesNoWorld() throws IOException {
        village.fuse.fillDisk(true);
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.CANNOT_RECORD);
        assertThat(problem.state()).isEqualTo("Nothing was moved.");
        assertThat(village.worlds.asked).isEmpty();
        mustBe(false, "nothing moved");

        village.fuse.fillDisk(false);
        assertThat(rollBack()).isEmpty();
        mustBe(true, "once the disk has room again");
    }

    @Test
    void aDiskThatFillsUpBetweenKeepsNobodyFromGoingBackAndARestartKnowsThatItHappened()
            throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    var restored = driver.restore(to, key);
                                    village.fuse.fillDisk(true);
                                    return restored;
                                }));
        assertThat(rollBack()).isEmpty();
        mustBe(true, "without the book");
        assertThat(life.record.unrecorded()).isEqualTo(2);

        life = village.new Life().started();
        mustBe(true, "the services' journals say so");
        assertThat(life.record.unrecorded()).isEqualTo(2);
        village.fuse.fillDisk(false);
        life.errands.runAll();
        assertThat(life.record.unrecorded()).as("written by itself").isZero();
    }

    @Test
    void whatADriverRefusesBeforehandMovesNothing() throws IOException {
        village.worlds.of("index").put("v1", "damaged since");
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(problem.state()).isEqualTo("Nothing was moved.");
        assertThat(village.worlds.asked).isEmpty();
        mustBe(false, "nothing moved");
        assertThat(life.record.now().moves()).as("nothing begun").isZero();
    }

    @Test
    void aDriverThatIsIllMovesNothing() throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        new Passing(driver) {
                            @Override
                            public Optional<Problem> health() {
                                return Optional.of(
                                        Refusals.failed("The index is locked.", List.of("by bob")));
                            }
                        });
        assertThat(rollBack().orElseThrow().what()).isEqualTo("The index is locked.");
        assertThat(village.worlds.asked).isEmpty();
        mustBe(false, "nothing moved");
    }

    @Test
    void aRefusalInTheMiddlePutsBackWhatHadMoved() throws IOException {
        village.worlds.spoil("index", driver -> restoring(driver, (_, _) -> refused()));
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.MOVE_UNDONE);
        assertThat(problem.what()).contains("no");
        assertThat(problem.state()).contains("index is at v2, table is at v2");
        assertThat(village.worlds.asked)
                .containsExactly("table -> v1", "index -> v1", "table -> v2");
        mustBe(false, "taken back");
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(village.book.read().getLast()).isInstanceOf(StackEntry.Undone.class);
    }

    @Test
    void whoeverMovesInBetweenIsToldUnderAHigherEpoch() throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    var cost = life.loop(COST);
                                    for (int i = 0; i < 3; i++) {
                                        cost.handle(
                                                new Event.Rebound(
                                                        NOON,
                                                        ALICE,
                                                        cost.state().standing().epoch() + 1,
                                                        "meanwhile"));
                                    }
                                    return driver.restore(to, key);
                                }));
        assertThat(rollBack()).isEmpty();
        mustBe(true, "after the move");
        assertThat(life.board.route(COST).orElseThrow().epoch())
                .isEqualTo(life.board.route(FRAUD).orElseThrow().epoch());
    }

    @Test
    void whatItsReadersNameThemselvesIsNotMoved() throws IOException {
        village.worlds.goes("table", Way.PIN);
        village.worlds.goes("index", Way.PIN);
        assertThat(rollBack()).isEmpty();
        assertThat(village.worlds.asked).isEmpty();
        assertThat(life.live(FRAUD).number()).isEqualTo(1);
    }

    @Test
    void whatGoesForwardOnlyRefusesUnlessItIsThere() throws IOException {
        village.worlds.goes("index", Way.FORWARD_ONLY);
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.FORWARD_ONLY);
        mustBe(false, "nothing moved");

        village.worlds.of("index").move("v1");
        assertThat(rollBack()).isEmpty();
        mustBe(true, "somebody had moved it");
    }
}
