package lastgood.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import lastgood.core.port.MemorySnapshots;
import lastgood.core.port.Snapshots;
import lastgood.core.port.Standby;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Isolation;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Stay;
import lastgood.core.rollout.WayBack;
import lastgood.gateway.Drafts;
import lastgood.gateway.House;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.MemoryVetoes;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One gateway serves and another takes up what it left, over the same disk and with nobody to ask.
class SnapshotTest {
    private static final ServiceName ONE = new ServiceName("one");
    private static final String ASK = House.x(1, 2);
    private static final String TIMES_TWO = "\"data\":[2.0,4.0]";
    private static final String TIMES_THREE = "\"data\":[3.0,6.0]";

    private final MemoryBlobs blobs = new MemoryBlobs();
    private final MemoryVetoes vetoes = new MemoryVetoes();
    private final MemorySnapshots snapshots = new MemorySnapshots();
    private House house = new House(blobs, vetoes, snapshots);

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whatIsServedIsServedAgain() {
        var live = times(2, 1);
        house.settle(live);
        house.gateway.beginSnapshots();

        assertThat(restarted()).isEmpty();

        var answer = house.infer("one", ASK);
        assertThat(answer.body()).contains(TIMES_TWO);
        assertThat(answer.headers().firstValue("Lastgood-Release")).contains("r1");
        assertThat(answer.headers().firstValue("Lastgood-Epoch")).contains("1");
    }

    @Test
    void aSwitchIsWrittenDownSoonAndByItself() {
        var first = times(2, 1);
        var second = times(3, 2);
        house.settle(first);
        house.gateway.beginSnapshots();

        house.settle(second);

        Patience.until("the second is written down", () -> stay().live().equals(second.id()));
        assertThat(restarted()).isEmpty();
        assertThat(house.infer("one", ASK).body()).contains(TIMES_THREE);
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() {
        house.settle(times(2, 1));
        house.gateway.beginSnapshots();
        int before = snapshots.attempts();

        for (int i = 0; i < 100; i++) {
            house.infer("one", ASK);
        }
        times(3, 2); // Loaded, and named by nothing.

        assertThat(snapshots.attempts()).isEqualTo(before);
        assertThat(house.gateway.snapshotState().orElseThrow().trouble()).isEmpty();
    }

    @Test
    void aCandidateIsNotServedNorEvenLoaded() {
        var live = times(2, 1);
        var candidate = times(3, 2);
        house.settle(live);
        house.tryOut(live, candidate, 0.5, House.watch(1, 0));
        house.gateway.beginSnapshots();

        assertThat(restarted()).isEmpty();

        for (int i = 0; i < 50; i++) {
            assertThat(house.infer("one", ASK).body()).contains(TIMES_TWO);
        }
        assertThat(house.gateway.standby().isReady(ONE, candidate.id())).isFalse();
    }

    @Test
    void whatBakesBakesOnAndItsOriginStandsBy() {
        var origin = times(2, 1);
        var live = times(3, 2);
        house.prove(live, Optional.of(origin), House.watch(1, 1));
        house.gateway.beginSnapshots();

        assertThat(restarted()).isEmpty();

        assertThat(house.infer("one", ASK).body()).contains(TIMES_THREE);
        assertThat(house.gateway.routes().route(ONE).orElseThrow().split())
                .isEqualTo(
                        new Route.Split.Proving(
                                live.id(), Optional.of(origin.id()), House.watch(1, 1)));
        assertThat(house.gateway.standby().isReady(ONE, origin.id())).isTrue();
    }

    @Test
    void aVetoThatCameAfterTheSnapshotWins() {
        var origin = times(2, 1);
        var live = times(3, 2);
        house.prove(live, Optional.of(origin), House.watch(1, 1));
        house.gateway.beginSnapshots();
        snapshots.refusing(true);
        vetoes.add(ONE, new Route.Veto(1, live.id().digest()));

        assertThat(restarted()).isEmpty();

        assertThat(house.infer("one", ASK).body()).contains(TIMES_TWO);
        assertThat(house.gateway.standby().isReady(ONE, live.id())).isFalse();
    }

    @Test
    void whatIsVetoedAndHasNothingBesideItIsNotServedAtAll() {
        var live = times(3, 2);
        house.prove(live, Optional.empty(), House.watch(1, 1));
        house.gateway.beginSnapshots();
        vetoes.add(ONE, Route.Veto.ofAny(live.id()));

        assertThat(restarted().get(ONE)).contains("was withdrawn by the gateway");

        assertThat(house.infer("one", ASK).body()).contains("no release of 'one' is live");
    }

    @Test
    void whatTheGatewayItselfHasWithdrawnIsNotInTheSnapshotEither() {
        var origin = times(2, 1);
        var live = times(3, 2);
        house.prove(live, Optional.of(origin), House.watch(1, 1));
        house.gateway.beginSnapshots();
        vetoes.fill(); // The veto's own file does not take it.

        assertThat(house.gateway.routes().vetoes(ONE)).isEmpty();
        house.settle(origin);

        Patience.until("the origin is written down", () -> stay().live().equals(origin.id()));
        assertThat(restarted()).isEmpty();
        assertThat(house.infer("one", ASK).body()).contains(TIMES_TWO);
    }

    @Test
    void aVetoIsTakenOffOnlyWhenTheSnapshotNoLongerServesWhatItForbids() {
        var origin = times(2, 1);
        var live = times(3, 2);
        var veto = new Route.Veto(1, live.id().digest());
        house.prove(live, Optional.of(origin), House.watch(1, 1));
        house.gateway.beginSnapshots();
        snapshots.refusing(true);

        house.settle(origin);
        house.gateway.routes().acknowledge(ONE, veto);

        assertThat(stay().live()).as("written before").isEqualTo(live.id());
        assertThat(vetoes.of(ONE)).containsExactly(veto);
        snapshots.refusing(false);
        Patience.until("the veto goes", () -> vetoes.of(ONE).isEmpty());
        var all = snapshots.all();
        assertThat(all.get(all.size() - 2)).as("in both files").isEqualTo(all.getLast());
        assertThat(stay().live()).isEqualTo(origin.id());
    }

    @Test
    void beforeItBeginsNothingIsWrittenAndNoVetoIsTakenOff() {
        var origin = times(2, 1);
        var live = times(3, 2);
        var veto = new Route.Veto(1, live.id().digest());
        house.prove(live, Optional.of(origin), House.watch(1, 1));
        house.settle(origin);
        house.gateway.routes().acknowledge(ONE, veto);

        assertThat(snapshots.attempts()).isZero();
        assertThat(vetoes.of(ONE)).containsExactly(veto);

        house.gateway.beginSnapshots();
        Patience.until("the veto goes", () -> vetoes.of(ONE).isEmpty());
    }

    @Test
    void whatCannotBeLoadedIsNotServedAndWhatStandsByIs() {
        var origin = times(2, 1);
        var live = times(3, 2);
        house.prove(live, Optional.of(origin), House.watch(1, 1));
        house.gateway.beginSnapshots();
        blobs.damage(live.parts().model().graph());

        assertThat(restarted()).isEmpty();
        assertThat(house.infer("one", ASK).body()).contains(TIMES_TWO);

        blobs.damage(origin.parts().model().graph());
        assertThat(restarted().get(ONE)).contains("r2: ", "r1: ", "damaged");
        assertThat(house.infer("one", ASK).body()).contains("no release of 'one' is live");
    }

    @Test
    void oneServiceThatCannotBeTakenUpKeepsNoOtherFromServingAndIsNotForgotten() {
        var live = times(2, 1);
        house.settle(live);
        var other = house.ready(house.drafts.of("two", 1, "models/times3.onnx"));
        house.settle(other);
        house.gateway.beginSnapshots();
        blobs.damage(live.parts().model().graph());

        assertThat(restarted()).containsOnlyKeys(ONE);
        assertThat(house.infer("two", ASK).body()).contains(TIMES_THREE);

        // Begun with control, which could not load it either.
        house.gateway.beginSnapshots();
        int before = snapshots.all().size();
        house.gateway.standby().wayBack(other.service(), other.id(), new WayBack.Done());
        Patience.until("one more is written", () -> snapshots.all().size() > before);
        blobs.damage(live.parts().model().graph()); // The same bit again: whole.
        assertThat(restarted()).isEmpty();
        assertThat(house.infer("one", ASK).body()).contains(TIMES_TWO);
    }

    @Test
    void theWayBackOfAnEmergencyIsKnownAndTaken() {
        var older = times(2, 1);
        var live = times(3, 2);
        house.settle(live);
        house.gateway.standby().wayBack(ONE, live.id(), new WayBack.To(older.id()));
        house.gateway.beginSnapshots();
        assertThat(restarted()).isEmpty();
        assertThat(house.gateway.standby().isReady(ONE, older.id())).isTrue();

        // What a person's emergency leaves behind.
        vetoes.add(ONE, Route.Veto.ofAny(live.id()));

        assertThat(restarted()).isEmpty();
        assertThat(house.infer("one", ASK).body()).contains(TIMES_TWO);
        assertThat(stay().live()).as("no snapshot is written meanwhile").isEqualTo(live.id());
    }

    @Test
    void whereAndHowAReleaseRanIsHowItRunsAgain() {
        var apart = Drafts.isolated(Isolation.PROCESS);
        var live = house.ready(house.drafts.of("one", 1, "models/times2.onnx"), apart);
        house.settle(live);
        house.gateway.beginSnapshots();
        assertThat(ready()).isEqualTo(new Snapshots.Ready(live, apart, true));

        assertThat(restarted()).isEmpty();

        assertThat(house.infer("one", ASK).body()).contains(TIMES_TWO);
        assertThat(house.gateway.stats().processes()).isEqualTo(1);
    }

    @Test
    void newSettingsAndWhatAReleaseEarnsAreWrittenDown() {
        var live = times(2, 1);
        house.settle(live);
        house.gateway.beginSnapshots();
        Settings other = Drafts.REGRESSION;

        house.gateway.standby().prepare(live, other, Standby.Footing.UNPROVEN);

        Patience.until(
                "the other settings are written down",
                () -> ready().equals(new Snapshots.Ready(live, other, false)));
    }

    @Test
    void aDiskThatRefusesIsToldAndChangesNothingOfWhatIsServed() {
        var first = times(2, 1);
        house.settle(first);
        house.gateway.beginSnapshots();
        snapshots.refusing(true);

        house.settle(times(3, 2));

        assertThat(house.infer("one", ASK).body()).contains(TIMES_THREE);
        Patience.until(
                "it is told that it cannot be written",
                () ->
                        house.gateway
                                .snapshotState()
                                .orElseThrow()
                                .trouble()
                                .filter(t -> t.contains("no space left"))
                                .isPresent());
        assertThat(stay().live()).isEqualTo(first.id());
        snapshots.refusing(false);
        Patience.until(
                "nothing is told any more",
                () -> house.gateway.snapshotState().orElseThrow().trouble().isEmpty());
        assertThat(stay().live().name()).isEqualTo("r2");
    }

    /// Ends the gateway and begins another with what was written.
    private Map<ServiceName, String> restarted() {
        house.close();
        house = new House(blobs, vetoes, snapshots);
        var takeUp = house.gateway.takeUp(snapshots.newest().snapshot().orElseThrow());
        var silent = takeUp.serve();
        takeUp.standBy();
        return silent;
    }

    private Release times(int factor, int number) {
        return house.ready(house.drafts.of("one", number, "models/times" + factor + ".onnx"));
    }

    private Stay stay() {
        return snapshots.newest().snapshot().orElseThrow().stays().getFirst();
    }

    private Snapshots.Ready ready() {
        return snapshots.newest().snapshot().orElseThrow().releases().getFirst();
    }
}
