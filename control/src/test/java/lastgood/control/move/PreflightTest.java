package lastgood.control.move;

import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import lastgood.control.errand.QueuedErrands;
import lastgood.control.preflight.Outlook;
import lastgood.control.preflight.Preflight;
import lastgood.control.preflight.Rehearsal;
import lastgood.control.preflight.WayBack;
import lastgood.control.preflight.WayNotices;
import lastgood.core.drill.Step;
import lastgood.core.port.MemoryNotifier;
import lastgood.core.port.Samples;
import lastgood.core.port.ScriptedWorkbench;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `fraud` has three good releases, the third is live; the second reads the table in v1, as the third does.
class PreflightTest {
    private final Village village = new Village();
    private final Village.Life life = village.new Life();
    private final ScriptedWorkbench workbench = new ScriptedWorkbench(Samples.schema());
    private final QueuedErrands errands = new QueuedErrands();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final List<HistoryLine> events = new ArrayList<>();
    private final Preflight preflight =
            new Preflight(
                    life.services,
                    new Outlook(village.releases, life.companions, life.binder),
                    new Rehearsal(village.releases, workbench),
                    new WayNotices(village.notifier, (_, line) -> events.add(line), now::get),
                    now::get,
                    errands);
    private ReleaseId first = Samples.releaseId(1);
    private ReleaseId second = Samples.releaseId(2);
    private ReleaseId third = Samples.releaseId(3);

    @BeforeEach
    void threeGoodReleases() throws IOException {
        village.version("v1");
        first = release("v1");
        second = release("v1");
        third = release("v1");
    }

    @Test
    void everyWayBackIsTriedTheLikeliestFirst() {
        var ways = look();

        assertThat(ways).extracting(WayBack::release).containsExactly(second, third, first);
        assertThat(ways).allMatch(WayBack::isOpen);
        assertThat(workbench.rehearsed()).hasSize(3);
        assertThat(preflight.of(FRAUD)).isEqualTo(ways);
    }

    @Test
    void oneFlippedBitClosesAWayBackBeforeAnythingIsLoaded() {
        village.releases.damage(Samples.blob("fraud 2").digest());

        assertThat(reasons(second))
                .singleElement()
                .asString()
                .contains("fraud 2 sha256:", "is damaged: its bytes are others");
        assertThat(way(second).steps())
                .extracting(Step::result)
                .containsExactly(Step.Result.FAILED, Step.Result.SKIPPED, Step.Result.SKIPPED);
        assertThat(way(first).isOpen()).isTrue();
        assertThat(workbench.rehearsed()).hasSize(2);
    }

    @Test
    void aWayBackThatClosesIsToldOnceWithTheReasonAndWhatToDo() {
        look();
        assertThat(told()).as("all of them are open").isEmpty();
        var model = Samples.blob("fraud 2").digest();
        village.releases.damage(model);

        look();
        look();

        assertThat(told()).hasSize(1);
        assertThat(told().getFirst().notice()).isEqualTo(Notice.WAY_CLOSED);
        assertThat(told().getFirst().text())
                .startsWith("r2 can no longer be gone back to: ")
                .contains(
                        "is damaged: its bytes are others",
                        "r1 still can: lastgood rollback fraud --to r1",
                        "lastgood doctor fraud");
        village.releases.damage(model); // the same bit once more

        look();
        look();

        assertThat(told()).hasSize(2);
        assertThat(told().getLast().notice()).isEqualTo(Notice.WAY_OPEN);
        assertThat(told().getLast().text()).isEqualTo("r2 can be gone back to again");
        assertThat(events).extracting(HistoryLine::how).containsExactly("way-closed", "way-open");
        assertThat(events).allMatch(e -> e.from().equals(Optional.of(second)));

        village.releases.damage(model);
        look();
        assertThat(told()).as("it closed once more").hasSize(3);
    }

    @Test
    void whatWasClosedAtTheStartIsToldAsItServedBefore() {
        village.releases.damage(Samples.blob("fraud 2").digest());
        look();
        assertThat(told()).hasSize(1);
    }

    @Test
    void anOldReleaseThatNobodyWouldGoBackToIsNoNews() {
        village.releases.damage(Samples.blob("fraud 1").digest());
        look();
        assertThat(way(first).isOpen()).isFalse();
        assertThat(told()).isEmpty();
    }

    @Test
    void whatIsLiveAndCouldNotBeMadeReadyAgainIsTold() {
        village.releases.damage(Samples.blob("fraud 3").digest());
        look();
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst().text())
                .startsWith("r3, which is live, could not be made ready again: ");
    }

    @Test
    void whoIsHeldMeanwhileIsNotSaidToBeOpenAgain() {
        var model = Samples.blob("fraud 2").digest();
        village.releases.damage(model);
        look();
        life.loop(FRAUD).handle(new Event.Held(NOON, ALICE, second, "it was slow"));
        look();
        village.releases.damage(model); // the same bit once more
        look();
        assertThat(told()).hasSize(1);
    }

    private List<MemoryNotifier.Told> told() {
        return village.notifier.told();
    }

    @Test
    void aHeldReleaseIsNoWayBackAndIsNotTried() {
        life.loop(FRAUD).handle(new Event.Held(NOON, ALICE, second, "it was slow"));

        assertThat(reasons(second))
                .singleElement()
                .asString()
                .contains("it is held", ALICE.text(), "it was slow");
        assertThat(way(second).steps()).isEmpty();
    }

    @Test
    void aReleaseWhoseGoldenAnswersAreOthersNowIsNoWayBack() {
        workbench.rehearsing(
                Outcome.done(
                        new Workbench.Rehearsal(
                                Duration.ofMillis(40),
                                Duration.ofMillis(2),
                                8,
                                Optional.of("golden row 3: output 'y' is 2, expected 1"))));

        assertThat(reasons(second)).containsExactly("golden row 3: output 'y' is 2, expected 1");
    }

    @Test
    void aReleaseThatDoesNotLoadIsNoWayBack() {
        workbench.rehearsing(
                Outcome.refused(
                        Problem.of(
                                Code.INVALID_RELEASE,
                                "the release cannot be used: it ended its process by signal 6")));

        assertThat(reasons(second))
                .containsExactly(
                        "it does not load: the release cannot be used: it ended its process by signal 6");
    }

    @Test
    void whereNoGoldenRowsAreAskedThatIsSaidAndNotTakenForAnAnswer() {
        workbench.rehearsing(
                Outcome.done(
                        new Workbench.Rehearsal(
                                Duration.ofMillis(40), Duration.ZERO, 0, Optional.empty())));

        assertThat(way(second).isOpen()).isTrue();
        assertThat(way(second).steps().getLast().result()).isEqualTo(Step.Result.SKIPPED);
    }

    @Test
    void whatOthersReadMayCloseAWayBack() throws IOException {
        village.version("v2");
        village.good(life, FRAUD, village.release(life, FRAUD, "v2"));
        village.shared(life, "v2");

        assertThat(reasons(third))
                .singleElement()
                .asString()
                .contains("what it shares with others does not fit", "fraud r3 accepts table [v1]");
    }

    @Test
    void aStoreThatCannotBeReadIsAReasonAndNoSuccess() {
        var broken =
                new Preflight(
                        life.services,
                        new Outlook(village.releases, life.companions, life.binder),
                        new Rehearsal(new UnreadableReleases(village.releases), workbench),
                        new WayNotices(village.notifier, (_, line) -> events.add(line), now::get),
                        now::get,
                        errands);

        var ways = broken.look(life.loop(FRAUD));

        assertThat(ways).noneMatch(WayBack::isOpen);
        assertThat(ways.getFirst().reasons().getFirst())
                .contains("cannot be read: the disk is gone");
        assertThat(workbench.rehearsed()).isEmpty();
    }

    @Test
    void itLooksByItselfAfterAStartAndAgainWithoutBeingAsked() {
        preflight.begin();
        assertThat(preflight.of(FRAUD)).isEmpty();

        errands.runAll();
        assertThat(preflight.of(FRAUD)).hasSize(3);
        assertThat(workbench.rehearsed()).as("after the start, and by the clock").hasSize(6);

        errands.runAll();
        assertThat(workbench.rehearsed()).hasSize(9);
        assertThat(errands.waiting()).isEqualTo(1);
    }

    @Test
    void beforeEverythingIsTakenUpAChangeStartsNothing() {
        preflight.changed();

        assertThat(errands.waiting()).isZero();
    }

    @Test
    void aChangeIsFollowedOnceAndWhatWasTriedLatelyIsNotTriedAgain() throws IOException {
        preflight.begin();
        errands.runAll();
        int tried = workbench.rehearsed().size();

        village.good(life, FRAUD, village.release(life, FRAUD, "v1"));
        preflight.changed();
        preflight.changed();
        assertThat(errands.waiting()).as("the clock's, and one for both changes").isEqualTo(2);
        now.set(NOON.plusSeconds(60));
        follow();

        assertThat(preflight.of(FRAUD)).hasSize(4).allMatch(WayBack::isOpen);
        assertThat(workbench.rehearsed()).hasSize(tried + 1);
    }

    @Test
    void whatFailedIsTriedAgainWithTheNextChange() {
        village.releases.damage(Samples.blob("fraud 2").digest());
        preflight.begin();
        errands.runAll();
        assertThat(closed()).containsExactly(second);

        village.releases.damage(Samples.blob("fraud 2").digest()); // the same bit again: repaired
        preflight.changed();
        follow();

        assertThat(closed()).isEmpty();
    }

    @Test
    void aNewServiceHasNoWayBackAndNothingIsTried() {
        var ways = preflight.look(life.loop(Village.COST));

        assertThat(ways).isEmpty();
        assertThat(workbench.rehearsed()).isEmpty();
    }

    @Test
    void ofManyReleasesTheNewestFewAreTried() throws IOException {
        for (int i = 0; i < 6; i++) {
            release("v1");
        }

        assertThat(look())
                .extracting(way -> way.release().name())
                .containsExactly("r8", "r9", "r7", "r6", "r5");
    }

    /// The last errand that waits is the one that was asked for last.
    private void follow() {
        errands.runNewest();
    }

    private List<ReleaseId> closed() {
        return preflight.of(FRAUD).stream()
                .filter(way -> !way.isOpen())
                .map(WayBack::release)
                .toList();
    }

    private List<WayBack> look() {
        return preflight.look(life.loop(FRAUD));
    }

    private List<String> reasons(ReleaseId id) {
        look();
        return way(id).reasons();
    }

    private WayBack way(ReleaseId id) {
        if (preflight.of(FRAUD).isEmpty()) {
            look();
        }
        return preflight.of(FRAUD).stream()
                .filter(way -> way.release().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private ReleaseId release(String version) throws IOException {
        var id = village.release(life, FRAUD, version);
        village.good(life, FRAUD, id);
        return id;
    }
}
