package lastgood.control.guard;

import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import lastgood.control.errand.QueuedErrands;
import lastgood.control.rollout.NoHands;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Count;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardLine;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Place;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.guard.Verdict;
import lastgood.core.port.Labels;
import lastgood.core.port.MemoryCountSource;
import lastgood.core.port.MemoryCounts;
import lastgood.core.port.MemoryJournal;
import lastgood.core.port.MemoryLabels;
import lastgood.core.port.MemoryRouteBoard;
import lastgood.core.port.MemoryStandby;
import lastgood.core.port.Samples;
import lastgood.core.port.Standby;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Load;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Terms;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Release 2 is tried beside release 1 in steps of three seconds: rollout 2.
class WatcherTest {
    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
    private static final Actor ALICE = new Actor("cli:alice");
    private static final Place CANDIDATE = new Place(0, Arm.CANDIDATE);
    private static final Place LIVE = new Place(0, Arm.LIVE);

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final MemoryCountSource gateway = new MemoryCountSource();
    private final MemoryLabels labels = new MemoryLabels();
    private final Services services = new Services(new MemoryJournal(), new NoHands());
    private static final Duration ALMOST = Lease.LENGTH.minusMillis(1);
    private boolean torn;
    private final List<Long> lapsed = new ArrayList<>();
    private final MemoryRouteBoard board = new MemoryRouteBoard();
    private final QueuedErrands errands = new QueuedErrands();
    private final MemoryStandby standby = new MemoryStandby();
    private final Watcher watcher =
            new Watcher(
                    services,
                    new EvidenceDesk(this::count, new MemoryCounts(), labels),
                    board,
                    new Loads(standby, _ -> OptionalDouble.of(1_000)),
                    now::get,
                    errands);
    private final ServiceLoop loop = services.open(TUMOUR);
    private final ReleaseId r1 = created(1);
    private final ReleaseId r2 = created(2);

    @BeforeEach
    void release2IsTried() {
        loop.handle(new Event.Started(T0, ALICE, r1, terms()));
        loop.handle(new Event.Judged(T0.plusSeconds(4), 1, 1, List.of(), 60, List.of()));
        loop.handle(new Event.Started(T0, ALICE, r2, terms()));
        assertThat(loop.state().phase()).isInstanceOf(Phase.Canary.class);
    }

    @Test
    void usersWhoAreAllKnownAreHeardAsLongAsTheyCome() throws Exception {
        for (int second = 0; second < 30; second++) {
            long requests = 200L * (second + 1);
            gateway.put(ofKnownUsers(second, requests));
            labelOfAKnownUser(second);
            now.set(T0.plusSeconds(second));
            watcher.look(loop);
        }

        assertThat(loop.state().phase()).isInstanceOf(Phase.Canary.class);
        assertThat(loop.state().phase().step()).isZero();
        var said = watcher.judge(TUMOUR, loop.state()).orElseThrow().readings();
        assertThat(said.get(1).fewKeys()).contains("only 5 distinct keys, and each counts once");
    }

    @Test
    void aShadowIsLeftByWhatTheGatewayComparedAndTheStateTellsIt() {
        var r3 = created(3);
        loop.handle(new Event.Stopped(T0, ALICE, "another"));
        loop.handle(new Event.Served(T0, loop.state().standing().epoch(), r1));
        loop.handle(new Event.Started(T0, ALICE, r3, shadowed()));
        assertThat(loop.state().phase().word()).isEqualTo("shadow");

        gateway.put(inShadow(199));
        watcher.look(loop);
        assertThat(loop.state().phase().word()).isEqualTo("shadow");
        assertThat(watcher.judge(TUMOUR, loop.state()).orElseThrow().requests()).isEqualTo(199);

        gateway.put(inShadow(200));
        watcher.look(loop);
        assertThat(loop.state().phase().word()).isEqualTo("canary");
        assertThat(loop.state().phase().step()).isEqualTo(1);
        assertThat(loop.history().getFirst().why())
                .startsWith("20 % of requests; in shadow: 200 answers compared, 90.0 % of");
        assertThat(watcher.compared(TUMOUR, 3).orElseThrow().answers()).isEqualTo(200);
    }

    @Test
    void aStepWaitsForFewerRequestsWhereTheCandidateTakesTooFew() {
        standby.prepare(
                Samples.release(TUMOUR, 2, Samples.blob("lr-2"), r2.digest()),
                Samples.settings(),
                Standby.Footing.UNPROVEN);
        assertThat(judged().load()).isEmpty();

        standby.measure(r2, 1_200);
        assertThat(judged().load()).contains(new Load(1_000, 1_200));
        assertThat(Rules.waits(loop.state(), judged()))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("1,200").contains("100 % of 1,000"));

        standby.measure(r2, 1_400);
        assertThat(Rules.waits(loop.state(), judged())).isEmpty();
    }

    private Event.Judged judged() {
        return watcher.judge(TUMOUR, loop.state()).orElseThrow();
    }

    private static Terms shadowed() {
        return new Terms(
                List.of(Share.NONE, new Share(.2), Share.ALL),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                50,
                Optional.empty(),
                new GuardSet(List.of()),
                Optional.of(new Shadow.Answers(200)));
    }

    private static Count inShadow(long answers) {
        return new Count(
                "one",
                answers,
                TUMOUR,
                3,
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.of(new Comparison(answers, 10, 9, 0, 0, 0, 0, 0, 0, 0, answers, answers)),
                Optional.empty());
    }

    @Test
    void everyRoundIsASignOfLifeToTheGateway() {
        candidateIsUp();
        watcher.start();

        for (int i = 0; i < 3; i++) {
            board.pass(ALMOST);
            errands.runAll();
        }

        assertThat(lapsed).isEmpty();
        board.pass(Lease.LENGTH);
        assertThat(lapsed).as("no round came").containsExactly(7L);
    }

    @Test
    void aRoundThatCannotReadTheGuardsIsNone() {
        candidateIsUp();
        torn = true;
        watcher.start();

        for (int i = 0; i < 3; i++) {
            board.pass(ALMOST);
            assertThatThrownBy(errands::runAll).hasMessageContaining("cannot be read");
        }

        assertThat(lapsed).containsExactly(7L);
    }

    private Optional<Count> count(ServiceName service, int rollout) {
        if (torn) {
            throw new IllegalStateException("the counts cannot be read");
        }
        return gateway.count(service, rollout);
    }

    private void candidateIsUp() {
        var watch = new Route.Watch(2, 0, Set.of(), false);
        var split = new Route.Split.Trying(r1, r2, new Share(.5), watch);
        board.onLapse((_, epoch) -> lapsed.add(epoch));
        board.pin(new Route(TUMOUR, 7, split));
    }

    @Test
    void andWhereTheyStayAwayTheGuardsAreBlind() throws Exception {
        gateway.put(ofKnownUsers(0, 200));
        labelOfAKnownUser(0);
        for (int second = 0; second < 30; second++) {
            now.set(T0.plusSeconds(second));
            watcher.look(loop);
        }

        assertThat(loop.state().phase())
                .isInstanceOfSatisfying(
                        Phase.Paused.class, p -> assertThat(p.why()).isEqualTo(Phase.Pause.BLIND));
    }

    @Test
    void aVetoLearnsWhetherLiveBreaksTheLimitAsWell() {
        gateway.put(failed(40, 10));
        var veto = new Route.Veto(2, r2.digest());

        loop.handle(watcher.vetoed(loop, veto, List.of(Samples.tripped())));

        assertThat(loop.state().phase()).isInstanceOf(Phase.Returning.class);
        assertThat(loop.state().standing().isHeld(r2)).isFalse();
    }

    @Test
    void alsoWhereItComesAfterTheTripItself() {
        gateway.put(failed(40, 10));
        watcher.look(loop);
        assertThat(loop.state().phase()).isInstanceOf(Phase.Returning.class);
        assertThat(loop.state().standing().isHeld(r2)).isFalse();

        var veto = new Route.Veto(2, r2.digest());
        loop.handle(watcher.vetoed(loop, veto, List.of(Samples.tripped())));

        assertThat(loop.state().standing().isHeld(r2)).isFalse();
    }

    /// What neither can answer is no error of the candidate's own; live's rate says the same of both.
    @Test
    void requestsOnWhichLiveFailsAsWellTripNothing() {
        gateway.put(halfFailed(400, true));

        watcher.look(loop);

        assertThat(loop.state().phase()).isInstanceOf(Phase.Canary.class);
        var said = watcher.judge(TUMOUR, loop.state()).orElseThrow().readings();
        assertThat(said.get(0).bad()).isZero();
        assertThat(said.get(0).n()).isEqualTo(200);
        assertThat(said.get(1).bad()).as("they are evidence all the same").isEqualTo(200);
    }

    @Test
    void asManyErrorsOfItsOwnTripTheHardLimit() {
        gateway.put(halfFailed(400, false));

        watcher.look(loop);

        assertThat(loop.state().phase()).isInstanceOf(Phase.Returning.class);
        assertThat(watcher.lastSaid(TUMOUR, loop.ended().orElseThrow()).getFirst().verdict())
                .isInstanceOf(Verdict.Tripped.class);
    }

    @Test
    void aVetoOfAReleaseThatFailsAloneHoldsIt() {
        gateway.put(failed(0, 10));
        var veto = new Route.Veto(2, r2.digest());

        loop.handle(watcher.vetoed(loop, veto, List.of(Samples.tripped())));

        assertThat(loop.state().standing().isHeld(r2)).isTrue();
    }

    @Test
    void aVetoOfAnotherRolloutLearnsNothing() {
        gateway.put(failed(40, 10));
        var other = new Route.Veto(1, r2.digest());

        assertThat(watcher.vetoed(loop, other, List.of(Samples.tripped())).readings())
                .extracting(Reading::liveToo)
                .containsOnly(java.util.OptionalDouble.empty());
    }

    @Test
    void aRolloutThatAPersonEndedKeepsWhatItsGuardsSaidLast() {
        gateway.put(failed(0, 2));
        watcher.look(loop);
        loop.handle(new Event.Stopped(T0, ALICE, "not today"));
        gateway.put(failed(0, 90));

        var said = watcher.lastSaid(TUMOUR, loop.ended().orElseThrow());

        assertThat(said).hasSize(3);
        assertThat(said.getFirst().bad()).isEqualTo(2);
    }

    @Test
    void afterARestartWhatWasCountedTellsIt() {
        gateway.put(failed(0, 2));
        loop.handle(new Event.Stopped(T0, ALICE, "not today"));

        var said = watcher.lastSaid(TUMOUR, loop.ended().orElseThrow());

        assertThat(said).hasSize(3);
        assertThat(said.getFirst().bad()).isEqualTo(2);
    }

    @Test
    void whatAVetoSaidStandsBesideWhatTheOtherGuardsSaid() {
        gateway.put(failed(0, 2));
        watcher.look(loop);
        var veto = new Route.Veto(2, r2.digest());
        loop.handle(watcher.vetoed(loop, veto, List.of(Samples.tripped())));

        var said = watcher.lastSaid(TUMOUR, loop.ended().orElseThrow());

        assertThat(said).hasSize(3);
        assertThat(said.getFirst()).isEqualTo(Samples.tripped());
    }

    private ReleaseId created(int number) {
        var id = Samples.releaseId(number);
        loop.handle(new Event.Created(T0, ALICE, id.digest()));
        return id;
    }

    private static Terms terms() {
        return new Terms(
                List.of(new Share(.2), Share.ALL),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                50,
                Optional.empty(),
                new GuardSet(
                        List.of(
                                guard("http.error_rate <= baseline + 0.5%"),
                                guard("quality.error_rate <= baseline + 3%"))));
    }

    private static Guard guard(String line) {
        return switch (GuardLine.parse(line)) {
            case Outcome.Done<Guard>(var guard) -> guard;
            case Outcome.Refused<Guard>(var problem) -> throw new AssertionError(problem);
        };
    }

    /// Five users of the candidate and forty of live; one of the candidate's meets an error each time.
    private static Count ofKnownUsers(int sequence, long requests) {
        var candidate = Tally.EMPTY;
        for (int user = 0; user < 5; user++) {
            candidate = candidate.plus(CANDIDATE, user, false);
        }
        var live = Tally.EMPTY;
        for (int user = 5; user < 45; user++) {
            live = live.plus(LIVE, user, false);
        }
        var traffic =
                Map.of(
                        CANDIDATE, new Count.Traffic(requests, requests, 0),
                        LIVE, new Count.Traffic(4 * requests, 4 * requests, 0));
        var tallies = Map.<Signal, Tally>of(new Signal.Errors(), candidate.plus(live));
        return new Count("one", sequence, TUMOUR, 2, traffic, tallies, Map.of());
    }

    /// Always of the same user, whose answers are wrong.
    private void labelOfAKnownUser(int nonce) throws Exception {
        var prediction =
                new Prediction(
                        T0.toEpochMilli(),
                        2,
                        2,
                        0,
                        Arm.CANDIDATE,
                        false,
                        OptionalInt.of(3),
                        List.of(new Value.Whole(0)),
                        nonce);
        labels.take(
                TUMOUR, List.of(new Labels.Label("p" + nonce, prediction, 0, new Value.Whole(1))));
    }

    /// All of so many requests of each arm failed.
    private static Count failed(long live, long candidate) {
        var units = new TreeMap<Tally.Unit, Long>();
        units.put(new Tally.Unit(LIVE, 1, 1), live);
        units.put(new Tally.Unit(CANDIDATE, 1, 1), candidate);
        var errors = new Tally(units, new TreeMap<>());
        return counted(live, candidate, errors, errors);
    }

    /// Half of so many requests to the candidate failed, and half of live's four times as many.
    ///
    /// @param shared live, asked in its place, failed on the candidate's as well
    private static Count halfFailed(long requests, boolean shared) {
        long half = requests / 2;
        var units = new TreeMap<Tally.Unit, Long>();
        for (int bad = 0; bad <= 1; bad++) {
            units.put(new Tally.Unit(CANDIDATE, bad, 1), half);
            units.put(new Tally.Unit(LIVE, bad, 1), 4 * half);
        }
        var errors = new Tally(units, new TreeMap<>());
        var own = new TreeMap<>(units);
        if (shared) {
            own.remove(new Tally.Unit(CANDIDATE, 1, 1));
        }
        return counted(4 * requests, requests, errors, new Tally(own, new TreeMap<>()));
    }

    private static Count counted(long live, long candidate, Tally errors, Tally own) {
        var traffic =
                Map.of(
                        LIVE, new Count.Traffic(live, 0, 0),
                        CANDIDATE, new Count.Traffic(candidate, 0, 0));
        var tallies =
                Map.<Signal, Tally>of(new Signal.Errors(), errors, new Signal.OwnErrors(), own);
        return new Count("one", 1, TUMOUR, 2, traffic, tallies, Map.of());
    }
}
