package lastgood.control.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.port.MemoryJournal;
import lastgood.core.problem.Code;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import org.junit.jupiter.api.Test;

/// What is done first and what is written first.
class ServiceLoopTest {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final Actor ALICE = new Actor("cli:alice");
    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
    private static final Terms TERMS =
            new Terms(
                    List.of(new Share(.2), Share.ALL),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(3),
                    50,
                    Optional.empty(),
                    GuardSet.standard(false));

    private final MemoryJournal journal = new MemoryJournal();
    private final NotingHands hands = new NotingHands();
    private final ServiceLoop loop = new ServiceLoop(WINE, journal, hands);
    private final ReleaseId r1 = created(1);
    private final ReleaseId r2 = created(2);

    @Test
    void anAdvanceIsInTheJournalBeforeTrafficMoves() {
        hands.atServe =
                () ->
                        assertThat(journal.read(WINE).getLast().event())
                                .isInstanceOf(Event.Started.class);

        assertThat(loop.handle(new Event.Started(T0, ALICE, r1, TERMS)))
                .isInstanceOf(Answer.Changed.class);

        assertThat(hands.served).hasSize(1);
    }

    @Test
    void anAdvanceThatCannotBeWrittenIsNotDone() {
        journal.fail("disk full");

        var answer = loop.handle(new Event.Started(T0, ALICE, r1, TERMS));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> {
                            assertThat(refused.problem().code()).isEqualTo(Code.CANNOT_RECORD);
                            assertThat(refused.problem().why()).contains("disk full");
                        });
        assertThat(hands.served).isEmpty();
        assertThat(loop.state().phase()).isInstanceOf(Phase.Empty.class);
    }

    @Test
    void aRetreatMovesTrafficBeforeItIsWritten() {
        canary();
        int before = journal.read(WINE).size();
        hands.atServe = () -> assertThat(journal.read(WINE)).hasSize(before);

        loop.handle(tripped());

        assertThat(journal.read(WINE)).hasSize(before + 1);
        assertThat(hands.served.getLast()).isEqualTo(new Route.Split.Settled(r1));
    }

    @Test
    void aFullDiskDoesNotKeepABadReleaseAlive() {
        canary();
        journal.fail("disk full");

        var answer = loop.handle(tripped());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Changed.class, c -> assertThat(c.recorded()).isFalse());
        assertThat(hands.served.getLast()).isEqualTo(new Route.Split.Settled(r1));
        assertThat(loop.unrecorded()).hasSize(1);
        assertThat(hands.acknowledged()).isEmpty();
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLaterAndOnlyThenIsTheVetoForgotten() {
        canary();
        journal.fail("disk full");
        loop.handle(tripped());

        journal.mend();
        loop.handle(new Event.Ticked(T0.plusSeconds(5)));

        assertThat(loop.unrecorded()).isEmpty();
        assertThat(journal.read(WINE).getLast().event()).isEqualTo(tripped());
        assertThat(hands.acknowledged()).containsExactly(new Route.Veto(2, r2.digest()));
    }

    @Test
    void noAdvanceIsTakenWhileARetreatIsUnwritten() {
        canary();
        journal.fail("disk full");
        loop.handle(tripped());
        loop.handle(new Event.Served(T0.plusSeconds(5), loop.state().standing().epoch(), r1));

        var answer = loop.handle(new Event.Unheld(T0.plusSeconds(6), ALICE, r2, "fixed"));

        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(loop.state().standing().isHeld(r2)).isTrue();
    }

    @Test
    void anAdvanceThatWasWrittenAfterAllHoldsFromTheNextEventOn() {
        journal.loseNextAnswer("the disk did not answer");

        assertThat(loop.handle(new Event.Started(T0, ALICE, r1, TERMS)))
                .isInstanceOf(Answer.Refused.class);
        loop.handle(new Event.Ticked(T0.plusSeconds(1)));

        assertThat(loop.state().phase().serving()).contains(r1);
        assertThat(hands.served).hasSize(1);
        assertThat(loop.handle(new Event.Created(T0.plusSeconds(2), ALICE, digest(3))))
                .isInstanceOf(Answer.Changed.class);
    }

    @Test
    void anAdvanceThatARetreatHasOvertakenDoesNotComeBack() {
        canary();
        journal.loseNextAnswer("the disk did not answer");
        loop.handle(new Event.Paused(T0.plusSeconds(4), ALICE));
        journal.unreadable(true);
        journal.fail("disk full");
        loop.handle(tripped());

        journal.unreadable(false);
        journal.mend();
        loop.handle(new Event.Ticked(T0.plusSeconds(6)));

        assertThat(loop.state().phase()).isInstanceOf(Phase.Returning.class);
        assertThat(loop.unrecorded()).isEmpty();
        assertThat(journal.read(WINE).getLast().decision().next()).isEqualTo(loop.state());
    }

    @Test
    void aRetreatThatWasWrittenAfterAllIsInTheJournalOnce() {
        canary();
        journal.fail("disk full");
        loop.handle(new Event.Paused(T0.plusSeconds(4), ALICE));
        journal.unreadable(true);
        journal.mend();
        journal.loseNextAnswer("the disk did not answer");
        loop.handle(tripped());

        journal.unreadable(false);
        loop.handle(new Event.Ticked(T0.plusSeconds(6)));

        assertThat(journal.read(WINE)).filteredOn(e -> e.event().equals(tripped())).hasSize(1);
        assertThat(loop.history()).filteredOn(l -> l.how().equals("rollback")).hasSize(1);
    }

    @Test
    void whatACrashCutOffIsDoneByTheNextLoop() {
        canary();
        loop.handle(tripped());
        var after = new NotingHands();

        new ServiceLoop(WINE, journal, after).finishLast();

        assertThat(after.acknowledged()).containsExactly(new Route.Veto(2, r2.digest()));
        assertThat(after.carriedOut).hasAtLeastOneElementOfType(Command.OpenIncident.class);
        assertThat(after.carriedOut).hasAtLeastOneElementOfType(Command.Notify.class);
        assertThat(after.served).isEmpty();
    }

    @Test
    void aNewLoopOnTheSameJournalStandsWhereTheOldOneStood() {
        canary();
        loop.handle(tripped());

        var again = new ServiceLoop(WINE, journal, new NotingHands());

        assertThat(again.state()).isEqualTo(loop.state());
        assertThat(again.history()).isEqualTo(loop.history());
        assertThat(again.ended()).isEqualTo(loop.ended());
    }

    @Test
    void theHistoryTellsTheTripAsItWas() {
        canary();
        loop.handle(tripped());

        assertThat(loop.history().getFirst())
                .satisfies(line -> {
                    assertThat(line.how()).isEqualTo("rollback");
                    assertThat(line.live()).contains(r1);
                    assertThat(line.from()).contains(r2);
                    assertThat(line.by().text()).isEqualTo("guard:http.error_rate");
                });
    }

    private void canary() {
        loop.handle(new Event.Started(T0, ALICE, r1, TERMS));
        loop.handle(new Event.Judged(T0.plusSeconds(4), 1, 1, List.of(), 60, List.of()));
        loop.handle(new Event.Started(T0.plusSeconds(4), ALICE, r2, TERMS));
        assertThat(loop.state().phase()).isInstanceOf(Phase.Canary.class);
    }

    private static Event.Judged tripped() {
        var none = java.util.OptionalDouble.empty();
        var reading =
                new Reading(
                        Guard.HARD_LIMIT,
                        new Verdict.Tripped(),
                        none,
                        none,
                        none,
                        5,
                        5,
                        9,
                        6,
                        false,
                        false,
                        false);
        return new Event.Judged(T0.plusSeconds(5), 2, 0, List.of(reading), 5, List.of());
    }

    private ReleaseId created(int number) {
        loop.handle(new Event.Created(T0, ALICE, digest(number)));
        return new ReleaseId(number, digest(number));
    }

    private static Digest digest(int number) {
        return Digest.of(new byte[] {(byte) number});
    }

    /// Hands that only note what they were asked.
    private static final class NotingHands implements Hands {
        private final List<Route.Split> served = new ArrayList<>();
        private final List<Command> carriedOut = new ArrayList<>();
        private Runnable atServe = () -> {};

        List<Route.Veto> acknowledged() {
            return carriedOut.stream()
                    .filter(Command.Acknowledge.class::isInstance)
                    .map(c -> ((Command.Acknowledge) c).veto())
                    .toList();
        }

        @Override
        public void serve(ServiceName service, Command.Serve command) {
            atServe.run();
            served.add(command.split());
        }

        @Override
        public void serve(List<Route> together) {
            atServe.run();
            together.forEach(route -> served.add(route.split()));
        }

        @Override
        public void carryOut(ServiceName service, State state, Instant at, Command command) {
            carriedOut.add(command);
        }

        @Override
        public void changed(ServiceName service, State state, Optional<HistoryLine> line) {}
    }
}
