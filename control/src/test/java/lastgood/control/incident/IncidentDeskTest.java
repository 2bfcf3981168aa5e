package lastgood.control.incident;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lastgood.control.errand.QueuedErrands;
import lastgood.control.guard.EvidenceDesk;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.incident.Incident;
import lastgood.core.port.Incidents;
import lastgood.core.port.Journal;
import lastgood.core.port.Labels;
import lastgood.core.port.MemoryCountSource;
import lastgood.core.port.MemoryCounts;
import lastgood.core.port.MemoryIncidents;
import lastgood.core.port.MemoryLabels;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.Samples;
import lastgood.core.port.ScriptedWorkbench;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.State;
import org.junit.jupiter.api.Test;

class IncidentDeskTest {
    private final FullIncidents incidents = new FullIncidents();
    private final QueuedErrands errands = new QueuedErrands();
    private final MemoryLabels labels = new MemoryLabels();
    private final MemoryCountSource gateway = new MemoryCountSource();
    private final IncidentDesk desk =
            new IncidentDesk(
                    incidents,
                    new MemoryReleases(),
                    labels,
                    new EvidenceDesk(gateway, new MemoryCounts(), labels),
                    new ScriptedWorkbench(Samples.schema()),
                    _ -> Samples.settings(),
                    errands);

    @Test
    void whatAFullDiskDidNotTakeIsStoredOnceThereIsRoom() throws IOException {
        incidents.full = true;
        desk.open(TUMOUR, NOON, trip(2));
        assertThat(desk.list()).isEmpty();

        incidents.full = false;
        errands.runAll();

        assertThat(desk.list()).singleElement().matches(i -> i.rollout() == 2);
    }

    @Test
    void tripsThatNoIncidentTellsOfGetOneAtTheNextStart() throws IOException {
        desk.open(TUMOUR, NOON, trip(2));

        var trips = Stream.of(entry(trip(2)), entry(trip(3))).flatMap(e -> Trip.in(e).stream());
        desk.openMissing(TUMOUR, trips.toList());

        assertThat(desk.list()).extracting(Incident::rollout).containsExactly(3, 2);
    }

    @Test
    void whatFailedIsAmongTheAnswersThatWereAsked() throws IOException {
        counted(new Count.Traffic(25, 12, 9));
        labelled(6, 2);

        desk.open(TUMOUR, NOON, trip(2));

        assertThat(desk.list().getFirst())
                .satisfies(i -> {
                    assertThat(i.answers()).isEqualTo(25);
                    assertThat(i.wrong()).isEqualTo(2 + 13);
                    assertThat(i.unlabelled()).isEqualTo(12 - 6);
                });
    }

    @Test
    void aLabelProvesAnAnswerWhoseCountWasLost() throws IOException {
        counted(new Count.Traffic(3, 2, 1));
        labelled(6, 6);

        desk.open(TUMOUR, NOON, trip(2));

        assertThat(desk.list().getFirst())
                .satisfies(i -> {
                    assertThat(i.answers()).isEqualTo(6 + 1);
                    assertThat(i.wrong()).isEqualTo(6 + 1);
                    assertThat(i.unlabelled()).isZero();
                });
    }

    private void counted(Count.Traffic candidate) {
        var traffic =
                Map.of(
                        new Place(0, Arm.CANDIDATE),
                        candidate,
                        new Place(0, Arm.LIVE),
                        new Count.Traffic(900, 890, 0));
        gateway.put(new Count("one", 1, TUMOUR, 2, traffic, Map.of(), Map.of()));
    }

    /// Labels of answers that release 2 gave.
    private void labelled(int all, int wrong) throws IOException {
        for (int i = 0; i < all; i++) {
            var answer =
                    new Prediction(
                            NOON.toEpochMilli(),
                            2,
                            2,
                            0,
                            Arm.CANDIDATE,
                            false,
                            OptionalInt.empty(),
                            List.of(new Value.Whole(0)),
                            i);
            var label = new Value.Whole(i < wrong ? 1 : 0);
            labels.take(TUMOUR, List.of(new Labels.Label("p" + i, answer, 0, label)));
        }
    }

    private static Command.OpenIncident trip(int rollout) {
        return new Command.OpenIncident(
                rollout, releaseId(2), Optional.of(releaseId(1)), List.of(Samples.tripped()), true);
    }

    private static Journal.Entry entry(Command command) {
        var decision = new Decision.Changed(State.NEW, List.of(command), Optional.empty(), true);
        return new Journal.Entry(new Event.Ticked(NOON), decision);
    }

    private static final class FullIncidents implements Incidents {
        private final MemoryIncidents store = new MemoryIncidents();
        private boolean full;

        @Override
        public Incident open(Incident draft) throws IOException {
            if (full) {
                throw new IOException("no space left on device");
            }
            return store.open(draft);
        }

        @Override
        public void change(int number, UnaryOperator<Incident> change) {
            store.change(number, change);
        }

        @Override
        public Optional<Incident> find(int number) {
            return store.find(number);
        }

        @Override
        public List<Incident> list() {
            return store.list();
        }
    }
}
