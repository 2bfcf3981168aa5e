package lastgood.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.port.RouteBoard.Pinned;
import lastgood.core.prediction.Arm;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Share;
import lastgood.gateway.MemoryVetoes;
import org.junit.jupiter.api.Test;

class SwitchboardTest {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final ReleaseId R1 = release(1);
    private static final ReleaseId R2 = release(2);
    private static final ReleaseId R3 = release(3);
    private static final Route.Veto R2_IN_1 = new Route.Veto(1, R2.digest());

    private final MemoryVetoes vetoes = new MemoryVetoes();
    private final List<Runnable> later = new ArrayList<>();
    private long nanos;
    private Switchboard<String> board = board();

    private record Told(Route.Veto veto, List<Reading> readings) {}

    private final List<Told> heard = new ArrayList<>();

    @Test
    void aRouteIsServedFromTheMomentItIsPinned() {
        assertThat(board.pin(settled(1, R1))).isEqualTo(new Pinned.Done());

        assertThat(board.route(WINE)).contains(settled(1, R1));
        assertThat(answerer(Optional.empty(), .5)).isEqualTo("r1");
    }

    @Test
    void theSameRouteAgainIsDoneAndALowerEpochIsOutrun() {
        board.pin(settled(5, R1));

        assertThat(board.pin(settled(5, R1))).isEqualTo(new Pinned.Done());
        assertThat(board.pin(settled(5, R2))).isEqualTo(new Pinned.Outrun(5));
        assertThat(board.pin(settled(4, R2))).isEqualTo(new Pinned.Outrun(5));
        assertThat(answerer(Optional.empty(), .5)).isEqualTo("r1");
    }

    @Test
    void everyReleaseARouteCanExposeMustBeLoaded() {
        board.pin(settled(1, R1));

        assertThat(board.pin(trying(2, R1, R3, .1, 1))).isInstanceOf(Pinned.NotReady.class);
        assertThat(board.pin(trying(2, R3, R1, .1, 1))).isInstanceOf(Pinned.NotReady.class);
        assertThat(board.pin(proving(2, R1, R3, 1)))
                .isEqualTo(new Pinned.NotReady(R3, "r3 is not loaded and warm"));
        assertThat(board.route(WINE)).contains(settled(1, R1));
    }

    @Test
    void aGatewayThatHasJustStartedServesWhatBakesAndItsOriginStandsByOnceItIsLoaded() {
        assertThat(board.pin(proving(7, R1, R3, 1))).isInstanceOf(Pinned.Done.class);
        assertThat(assign(Optional.empty(), .5).first()).isEqualTo("r1");
        assertThat(assign(Optional.empty(), .5).instead()).isEmpty();

        board.load(WINE, R3, "r3");

        assertThat(assign(Optional.empty(), .5).instead()).contains("r3");
    }

    @Test
    void theShareGoesToTheCandidateAndTheRestToLive() {
        board.pin(trying(1, R1, R2, .25, 1));
        var random = new SplittableRandom(7);

        var toCandidate =
                IntStream.range(0, 10_000)
                        .filter(_ ->
                                assign(Optional.empty(), random.nextDouble()).arm()
                                        == Arm.CANDIDATE);

        assertThat(toCandidate.count()).isBetween(2_300L, 2_700L);
        var candidate = assign(Optional.empty(), .2);
        assertThat(candidate.first()).isEqualTo("r2");
        assertThat(candidate.instead()).contains("r1");
        assertThat(candidate.unproven()).isTrue();
        var live = assign(Optional.empty(), .25);
        assertThat(live.first()).isEqualTo("r1");
        assertThat(live.instead()).isEmpty();
        assertThat(live.unproven()).isFalse();
    }

    @Test
    void inShadowLiveAnswersAllAndTheCandidateIsAskedBeside() {
        board.pin(trying(1, R1, R2, 0, 1));

        var one = assign(Optional.empty(), .3);
        assertThat(one.first()).isEqualTo("r1");
        assertThat(one.instead()).isEmpty();
        assertThat(one.unproven()).isFalse();
        assertThat(one.watch()).as("no share, no evidence of one").isEmpty();
        var beside = one.beside().orElseThrow();
        assertThat(beside.candidate()).isEqualTo("r2");
        assertThat(beside.counted()).isEqualTo(Arm.CANDIDATE);
        assertThat(assign(Optional.empty(), .6).beside().orElseThrow().counted())
                .isEqualTo(Arm.LIVE);
        assertThat(assign(Optional.empty(), 0).first()).isEqualTo("r1");
        var keyed = assign(Optional.of("alice"), .99).beside().orElseThrow();
        assertThat(keyed.counted()).as("by the key, not by chance").isEqualTo(Arm.CANDIDATE);
        assertThat(keyed.keySlot()).isPresent();
    }

    @Test
    void aShadowEndsWithAVetoAndWithItsLeaseLikeAnyExposure() {
        board.pin(trying(1, R1, R2, 0, 1));
        nanos += Lease.LENGTH.toNanos();
        assertThat(assign(Optional.empty(), .3).beside()).as("its lease ran out").isEmpty();

        board = board();
        board.pin(trying(1, R1, R2, 0, 1));
        var lanes = board.lanes("wine").orElseThrow();
        for (int i = 0; i < 5; i++) {
            board.noted(lanes, true, OptionalInt.empty());
        }
        assertThat(assign(Optional.empty(), .3).beside()).as("it failed").isEmpty();
        assertThat(board.vetoes(WINE)).contains(R2_IN_1);
    }

    @Test
    void nobodyIsAskedBesideWhereAShareIsTried() {
        board.pin(trying(1, R1, R2, .5, 1));
        assertThat(assign(Optional.empty(), .3).beside()).isEmpty();
        assertThat(assign(Optional.empty(), .6).beside()).isEmpty();
        assertThat(board.lanes("wine").orElseThrow().assignLive().beside()).isEmpty();
    }

    @Test
    void aGrowingShareOnlyMovesKeysTowardsTheCandidate() {
        var before = candidateKeys(.1, 1);
        var after = candidateKeys(.5, 2);

        assertThat(after).containsAll(before);
        assertThat(before).hasSizeBetween(900, 1100);
        assertThat(after).hasSizeBetween(4850, 5150);
    }

    @Test
    void aStickyKeyNeverAsksTheDiceAndCarriesItsSlot() {
        board.pin(trying(1, R1, R2, .5, 1));

        var dice = new SplittableRandom(1);
        var sides =
                IntStream.range(0, 100)
                        .mapToObj(_ -> assign(Optional.of("alice"), dice.nextDouble()).arm())
                        .distinct();

        assertThat(sides).hasSize(1);
        assertThat(assign(Optional.of("alice"), 0).keySlot())
                .hasValue(StickySplit.slot(WINE, 1, "alice"));
    }

    @Test
    void whatIsProvenGetsEverythingAndTheOriginStandsBy() {
        board.pin(proving(1, R2, R1, 1));

        var assignment = assign(Optional.empty(), .99);

        assertThat(assignment.first()).isEqualTo("r2");
        assertThat(assignment.instead()).contains("r1");
        assertThat(assignment.arm()).isEqualTo(Arm.CANDIDATE);
    }

    @Test
    void brokenHardLimitWithdrawsTheCandidateAtOnceAndStoresAndTells() {
        board.pin(trying(1, R1, R2, .5, 1));

        int needed = failUntilWithdrawn(100);

        assertThat(needed).isEqualTo(5);
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
        assertThat(board.route(WINE))
                .as("what control pinned stays up")
                .contains(trying(1, R1, R2, .5, 1));
        assertThat(vetoes.of(WINE)).containsExactly(R2_IN_1);
        assertThat(heard)
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.veto()).isEqualTo(R2_IN_1);
                    var reading = t.readings().getFirst();
                    assertThat(reading.guard()).isEqualTo(Guard.HARD_LIMIT);
                    assertThat(reading.verdict()).isEqualTo(new Verdict.Tripped());
                    assertThat(reading.n()).isEqualTo(5);
                    assertThat(reading.bad()).isEqualTo(5);
                    assertThat(reading.logEvidence()).isGreaterThanOrEqualTo(reading.threshold());
                });
    }

    @Test
    void aReleaseThatIsProvenGoesBackToItsOrigin() {
        board.pin(proving(1, R2, R1, 1));

        failUntilWithdrawn(100);

        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
        assertThat(assign(Optional.empty(), 0).watch()).isEmpty();
    }

    @Test
    void withNothingToGoBackToTrafficStaysAndControlIsTold() {
        board.pin(new Route(WINE, 1, new Route.Split.Proving(R2, Optional.empty(), watch(1))));

        for (int i = 0; i < 20; i++) {
            noteFailed(true, OptionalInt.empty());
        }

        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
        assertThat(heard).as("once").hasSize(1);
    }

    @Test
    void oneAnswerInFiveThatFailsIsWithinTheLimit() {
        board.pin(trying(1, R1, R2, .5, 1));
        for (int i = 0; i < 2_000; i++) {
            noteFailed(i % 5 == 0, OptionalInt.empty());
        }

        assertThat(heard).isEmpty();
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
    }

    @Test
    void oneStickyUserWhoRetriesDoesNotBreakTheLimit() {
        board.pin(trying(1, R1, R2, .5, 1));
        for (int i = 0; i < 1_000; i++) {
            noteFailed(true, OptionalInt.of(77));
        }

        assertThat(heard).isEmpty();
        for (int user = 0; user < 4; user++) {
            noteFailed(true, OptionalInt.of(user));
        }
        assertThat(heard).hasSize(1);
    }

    @Test
    void whatWasCountedAtASmallShareStillCountsAtAGreaterOne() {
        board.pin(trying(1, R1, R2, .1, 1));
        for (int i = 0; i < 4; i++) {
            noteFailed(true, OptionalInt.empty());
        }
        board.pin(trying(2, R1, R2, .5, 1));

        noteFailed(true, OptionalInt.empty());

        assertThat(heard).hasSize(1);
    }

    @Test
    void aVetoBeatsEveryEpochUntilItIsAcknowledged() {
        board.pin(trying(1, R1, R2, .5, 1));
        failUntilWithdrawn(100);

        board.pin(trying(2, R1, R2, .9, 1));
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
        assertThat(heard).as("told again").hasSize(2);

        board.acknowledge(WINE, R2_IN_1);
        assertThat(answerer(Optional.empty(), 0))
                .as("the old route stays withdrawn")
                .isEqualTo("r1");
        assertThat(vetoes.of(WINE)).isEmpty();

        board.pin(trying(3, R1, R2, .5, 1));
        assertThat(answerer(Optional.empty(), 0))
                .as("a route after that is control's word")
                .isEqualTo("r2");
    }

    @Test
    void aVetoSurvivesARestartAndIsToldWhenItsRouteIsPinnedAgain() {
        board.pin(trying(1, R1, R2, .5, 1));
        failUntilWithdrawn(100);
        heard.clear();

        board = board();
        board.pin(trying(7, R1, R2, .5, 1));

        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
        assertThat(heard).containsExactly(new Told(R2_IN_1, List.of()));
    }

    @Test
    void aVetoIsAboutOneReleaseInOneRollout() {
        board.pin(trying(1, R1, R2, .5, 1));
        failUntilWithdrawn(100);

        board.pin(trying(2, R1, R2, .5, 2));

        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
    }

    @Test
    void aRetreatLeavesAVetoOnWhatItLeft() {
        board.pin(trying(1, R1, R2, .5, 1));
        board.pin(settled(2, R1));

        assertThat(vetoes.of(WINE)).containsExactly(R2_IN_1);
        assertThat(heard).as("control knows").isEmpty();
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
    }

    @Test
    void trafficIsBackBeforeAnythingIsWrittenDown() {
        var answering = new ArrayList<String>();
        vetoes.whenAdded(() -> answering.add(answerer(Optional.empty(), 0)));
        board.pin(trying(1, R1, R2, .5, 1));
        board.pin(settled(2, R1));

        assertThat(answering).containsExactly("r1");
    }

    @Test
    void aRetreatFromWhatWasProvenLeavesAVetoToo() {
        board.pin(proving(1, R2, R1, 1));
        board.pin(settled(2, R1));

        assertThat(vetoes.of(WINE)).containsExactly(R2_IN_1);
    }

    @Test
    void aPromotionIsNoRetreat() {
        board.pin(trying(1, R1, R2, .5, 1));
        board.pin(proving(2, R2, R1, 1));
        board.pin(settled(3, R2));

        assertThat(vetoes.of(WINE)).isEmpty();
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
    }

    @Test
    void aFullDiskDoesNotKeepTrafficOnABadRelease() {
        vetoes.fill();
        board.pin(trying(1, R1, R2, .5, 1));
        failUntilWithdrawn(100);

        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
        assertThat(heard).hasSize(1);

        board.pin(trying(2, R1, R2, .5, 2));
        assertThat(board.pin(settled(3, R1))).isEqualTo(new Pinned.Done());
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
    }

    @Test
    void aVetoThatTheDiskRefusedIsTriedAgainUntilItIsWrittenDown() {
        vetoes.fill();
        board.pin(trying(1, R1, R2, .5, 1));
        board.pin(settled(2, R1));
        assertThat(board.unrecorded(WINE)).containsExactly(R2_IN_1);

        aMomentPasses();
        assertThat(board.unrecorded(WINE)).containsExactly(R2_IN_1);
        assertThat(vetoes.of(WINE)).isEmpty();

        vetoes.makeRoom();
        aMomentPasses();

        assertThat(board.unrecorded(WINE)).isEmpty();
        assertThat(later).as("nobody waits for anything").isEmpty();
        board = board();
        board.pin(trying(3, R1, R2, .5, 1));
        assertThat(answerer(Optional.empty(), 0)).as("after a crash").isEqualTo("r1");
    }

    @Test
    void aVetoOfTheHardLimitThatTheDiskRefusedIsTriedAgainToo() {
        vetoes.fill();
        board.pin(trying(1, R1, R2, .5, 1));
        failUntilWithdrawn(100);
        assertThat(board.unrecorded(WINE)).containsExactly(R2_IN_1);

        vetoes.makeRoom();
        aMomentPasses();

        assertThat(vetoes.of(WINE)).containsExactly(R2_IN_1);
        assertThat(board.unrecorded(WINE)).isEmpty();
    }

    @Test
    void aVetoThatIsTakenOffIsNotTriedAgain() {
        vetoes.fill();
        board.pin(trying(1, R1, R2, .5, 1));
        board.pin(settled(2, R1));
        vetoes.makeRoom();
        board.acknowledge(WINE, R2_IN_1);
        aMomentPasses();

        assertThat(board.unrecorded(WINE)).isEmpty();
        assertThat(vetoes.of(WINE)).isEmpty();
    }

    @Test
    void whatTheDiskRefusedIsTriedOnceMoreAtTheEnd() {
        vetoes.fill();
        board.pin(trying(1, R1, R2, .5, 1));
        board.pin(settled(2, R1));
        vetoes.makeRoom();
        board.close();

        assertThat(vetoes.of(WINE)).containsExactly(R2_IN_1);
    }

    @Test
    void acknowledgingARetreatLetsTheRolloutResume() {
        board.pin(trying(1, R1, R2, .5, 1));
        board.pin(settled(2, R1));
        board.acknowledge(WINE, R2_IN_1);
        board.pin(trying(3, R1, R2, .5, 1));

        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
    }

    @Test
    void whatTheRouteNeedsIsKeptWhateverIsAsked() {
        board.load(WINE, R3, "r3");
        board.pin(trying(1, R1, R2, .5, 1));

        assertThat(board.keep(WINE, Set.of())).containsOnlyKeys(R3);
        assertThat(board.pin(settled(2, R3))).isInstanceOf(Pinned.NotReady.class);
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
    }

    @Test
    void whatIsClearedIsLetGoOfOnce() {
        board.pin(settled(1, R1));

        assertThat(board.clear()).containsExactlyInAnyOrder("r1", "r2");

        assertThat(board.keep(WINE, Set.of())).isEmpty();
        assertThat(board.clear()).isEmpty();
        assertThat(board.now().line("wine")).isEmpty();
    }

    @Test
    void aListenerWhoComesLateHearsWhatIsForbiddenNow() {
        board.pin(trying(1, R1, R2, .5, 1));
        failUntilWithdrawn(100);
        var late = new ArrayList<Route.Veto>();

        board.onVeto((_, veto, _) -> late.add(veto));

        assertThat(late).containsExactly(R2_IN_1);
    }

    @Test
    void aRequestAfterTheEndOfTheLeaseGoesToLiveThoughNobodyLookedAtIt() {
        var lapses = new ArrayList<Long>();
        board.onLapse((_, epoch) -> lapses.add(epoch));
        board.pin(trying(7, R1, R2, .5, 1));
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");

        nanos += Lease.LENGTH.toNanos() - 1;
        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
        nanos++;

        assertThat(answerer(Optional.empty(), 0)).isEqualTo("r1");
        assertThat(assign(Optional.empty(), 0).epoch()).isEqualTo(7);
        assertThat(lapses).containsExactly(7L);
        assertThat(vetoes.of(WINE)).as("nothing is known against it").isEmpty();
    }

    @Test
    void aRenewedLeaseIsSeenByTheNextRequest() {
        board.pin(trying(7, R1, R2, .5, 1));
        for (int i = 0; i < 5; i++) {
            nanos += Lease.LENGTH.toNanos() - 1;
            board.renew(WINE);
            assertThat(answerer(Optional.empty(), 0)).isEqualTo("r2");
        }
        board.renew(new ServiceName("nobody"));
        assertThat(board.lanes("nobody")).isEmpty();
    }

    @Test
    void aHardLimitThatBreaksAfterALapseIsStillAVeto() {
        board.pin(trying(7, R1, R2, .5, 1));
        var before = lanes();
        nanos += Lease.LENGTH.toNanos();
        board.endLeases();

        for (int i = 0; i < 100; i++) {
            board.noted(before, true, OptionalInt.empty());
        }

        assertThat(heard).extracting(Told::veto).containsExactly(R2_IN_1);
        assertThat(vetoes.of(WINE)).containsExactly(R2_IN_1);
    }

    @Test
    void whoComesLateHearsOfALapseToo() {
        board.pin(trying(7, R1, R2, .5, 1));
        nanos += Lease.LENGTH.toNanos();
        board.endLeases();
        var late = new ArrayList<Long>();

        board.onLapse((_, epoch) -> late.add(epoch));

        assertThat(late).containsExactly(7L);
    }

    private void aMomentPasses() {
        var due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    private Switchboard<String> board() {
        var made = new Switchboard<String>(vetoes, Runnable::run, later::add, () -> nanos);
        made.onVeto((_, veto, readings) -> heard.add(new Told(veto, readings)));
        made.load(WINE, R1, "r1");
        made.load(WINE, R2, "r2");
        return made;
    }

    private int failUntilWithdrawn(int most) {
        for (int i = 1; i <= most; i++) {
            noteFailed(true, OptionalInt.empty());
            if (!heard.isEmpty()) {
                return i;
            }
        }
        throw new AssertionError("not withdrawn after " + most);
    }

    private void noteFailed(boolean failed, OptionalInt slot) {
        board.noted(lanes(), failed, slot);
    }

    private Lanes<String> lanes() {
        return board.lanes("wine").orElseThrow();
    }

    private Assignment<String> assign(Optional<String> key, double dice) {
        return lanes().assign(key, () -> dice);
    }

    private String answerer(Optional<String> key, double dice) {
        return assign(key, dice).first();
    }

    private List<Integer> candidateKeys(double share, long epoch) {
        board.pin(trying(epoch, R1, R2, share, 1));
        return IntStream.range(0, 10_000)
                .filter(k -> assign(Optional.of("user-" + k), 0).arm() == Arm.CANDIDATE)
                .boxed()
                .toList();
    }

    private static Route settled(long epoch, ReleaseId live) {
        return new Route(WINE, epoch, new Route.Split.Settled(live));
    }

    private static Route trying(
            long epoch, ReleaseId live, ReleaseId candidate, double share, int rollout) {
        return new Route(
                WINE,
                epoch,
                new Route.Split.Trying(live, candidate, new Share(share), watch(rollout)));
    }

    private static Route proving(long epoch, ReleaseId live, ReleaseId origin, int rollout) {
        return new Route(
                WINE, epoch, new Route.Split.Proving(live, Optional.of(origin), watch(rollout)));
    }

    private static Route.Watch watch(int rollout) {
        return new Route.Watch(rollout, 0, Set.of(Duration.ofMillis(80)), false);
    }

    private static ReleaseId release(int number) {
        return new ReleaseId(number, Digest.of(("r" + number).getBytes(StandardCharsets.UTF_8)));
    }
}
