package lastgood.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import lastgood.control.Ports;
import lastgood.core.guard.Count;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Tally;
import lastgood.core.port.Counts;
import lastgood.core.port.Journal;
import lastgood.core.port.Labels;
import lastgood.core.port.Probe;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Standby;
import lastgood.core.port.Vetoes;
import lastgood.core.prediction.Pair;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Route;
import lastgood.sim.world.Fitting;
import org.junit.jupiter.api.Test;

/// The simulator bites: each small defect that is put into the product's way is found, by the invariant it breaks and
/// within so many seeds.
class PlantedBugsTest {

    @Test
    void aJournalThatAcknowledgesBeforeItWrites() {
        found(5, "20", () -> Plants.journal(WritesLater::new));
    }

    @Test
    void aJournalThatLosesItsLastEntryInARestart() {
        found(5, "4|20", () -> Plants.journal(ForgetsTheLast::new));
    }

    @Test
    void aGatewayThatIgnoresRetreats() {
        found(5, "6", () -> Plants.board(IgnoresRetreats::new));
    }

    @Test
    void anAdvanceThatIsDoneBeforeItIsWritten() {
        found(5, "7", () -> Plants.control(PlantedBugsTest::actsFirst));
    }

    @Test
    void aRestartThatLeavesTheCandidateExposed() {
        found(10, "16", ExposesAgain::new);
    }

    @Test
    void aVetoStoreThatForgets() {
        found(60, "21", () -> Plants.vetoes(Forgets::new));
    }

    @Test
    void aVetoThatIsDroppedBeforeItsRetreatIsWritten() {
        found(20, "21", () -> Plants.board(DropsVetoesEarly::new));
    }

    @Test
    void evidenceThatIsGoneAfterARestart() {
        found(10, "28", () -> Plants.counts(StartsAnew::new));
    }

    @Test
    void aLabelThatCountsTwice() {
        found(5, "28", () -> Plants.labels(CountsTwice::new));
    }

    @Test
    void aPairThatCountsTwice() {
        found(20, "28", () -> Plants.labels(PairsTwice::new));
    }

    @Test
    void aProbeThatSeesWhatItWishesToSee() {
        found(80, "6", () -> Plants.probe(_ -> _ -> new Probe.Seen.AsAsked(Long.MAX_VALUE)));
    }

    @Test
    void aGatewayWhoseLeasesNeverEnd() {
        found(40, "17", () -> Plants.clock(_ -> () -> 0));
    }

    private static void found(int within, String invariant, Supplier<Fitting> plant) {
        var first =
                LongStream.rangeClosed(1, within)
                        .mapToObj(seed -> Run.of(seed, plant.get()))
                        .flatMap(story -> story.broken().stream())
                        .findFirst();
        assertThat(first)
                .as("found within " + within + " seeds")
                .isPresent()
                .get()
                .satisfies(b ->
                        assertThat(b).hasMessageMatching("(?s)invariant (" + invariant + "): .*"));
    }

    /// Keeps an entry in memory until the next one comes.
    private static final class WritesLater extends LyingJournal {
        private final Map<ServiceName, Entry> kept = new HashMap<>();

        WritesLater(Journal journal) {
            super(journal);
        }

        @Override
        public Appended append(ServiceName service, long position, Entry entry) {
            var before = kept.put(service, entry);
            if (before != null) {
                journal.append(service, position - 1, before);
            }
            return new Appended.At(position);
        }
    }

    private static final class ForgetsTheLast extends LyingJournal {
        ForgetsTheLast(Journal journal) {
            super(journal);
        }

        @Override
        public void read(ServiceName service, long from, Consumer<Entry> each) {
            var all = journal.read(service);
            all.subList(0, Math.max(0, all.size() - 1)).stream().skip(from).forEach(each);
        }
    }

    private static final class IgnoresRetreats extends BoardInFront {
        IgnoresRetreats(RouteBoard board) {
            super(board);
        }

        @Override
        public Pinned pin(Route route) {
            boolean exposed = board.route(route.service()).flatMap(Route::exposes).isPresent();
            return exposed && route.exposes().isEmpty() ? new Pinned.Done() : board.pin(route);
        }
    }

    private static Ports actsFirst(Ports ports) {
        var journal =
                new LyingJournal(ports.journal()) {
                    @Override
                    public Appended append(ServiceName service, long position, Entry entry) {
                        for (var command : entry.decision().commands()) {
                            if (command instanceof Command.Serve(var split, var epoch)) {
                                ports.board().pin(new Route(service, epoch, split));
                            }
                        }
                        return super.append(service, position, entry);
                    }
                };
        return Plants.with(ports, journal, ports.board());
    }

    /// Remembers over a restart what was exposed, and puts it up again.
    private static final class ExposesAgain implements Fitting {
        private final Map<ServiceName, Route> exposed = new HashMap<>();

        @Override
        public Ports control(Ports ports) {
            var before = Map.copyOf(exposed);
            var board =
                    new BoardInFront(ports.board()) {
                        @Override
                        public Pinned pin(Route route) {
                            var old = before.get(route.service());
                            if (old != null && board.route(route.service()).isEmpty()) {
                                expose(ports, old, route);
                                return new Pinned.Done();
                            }
                            note(route);
                            return board.pin(route);
                        }

                        private void expose(Ports ports, Route old, Route route) {
                            load(ports, old);
                            board.pin(new Route(route.service(), route.epoch(), old.split()));
                        }
                    };
            return Plants.with(ports, ports.journal(), board);
        }

        private void note(Route route) {
            if (route.split() instanceof Route.Split.Trying) {
                exposed.put(route.service(), route);
            } else {
                exposed.remove(route.service());
            }
        }

        private static void load(Ports ports, Route route) {
            if (route.split() instanceof Route.Split.Trying t) {
                try {
                    var settings = ports.journal().read(route.service()).getLast().decision();
                    var release = ports.releases().find(route.service(), t.candidate());
                    ports.standby()
                            .prepare(
                                    release.orElseThrow(),
                                    settings.next().standing().settings().orElseThrow(),
                                    Standby.Footing.UNPROVEN);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    private record Forgets(Vetoes vetoes) implements Vetoes {
        @Override
        public boolean add(ServiceName service, Route.Veto veto) {
            return true;
        }

        @Override
        public void remove(ServiceName service, Route.Veto veto) {}

        @Override
        public Set<Route.Veto> of(ServiceName service) {
            return Set.of();
        }
    }

    private static final class DropsVetoesEarly extends BoardInFront {
        DropsVetoesEarly(RouteBoard board) {
            super(board);
        }

        @Override
        public void onVeto(Listener listener) {
            board.onVeto((service, veto, readings) -> {
                board.acknowledge(service, veto);
                listener.vetoed(service, veto, readings);
            });
        }
    }

    private record StartsAnew(Counts counts) implements Counts {
        @Override
        public void save(Count count) throws java.io.IOException {
            counts.save(count);
        }

        @Override
        public List<Count> of(ServiceName service, int rollout) {
            return List.of();
        }
    }

    /// Labels as they are; a planted bug does one thing otherwise.
    private abstract static class LabelsInFront implements Labels {
        final Labels labels;

        LabelsInFront(Labels labels) {
            this.labels = labels;
        }

        @Override
        public List<Taken> take(ServiceName service, List<Label> given) throws java.io.IOException {
            return labels.take(service, given);
        }

        @Override
        public Tally tally(ServiceName service, int rollout) throws java.io.IOException {
            return labels.tally(service, rollout);
        }

        @Override
        public Judged judged(ServiceName service, int rollout, int release)
                throws java.io.IOException {
            return labels.judged(service, rollout, release);
        }

        @Override
        public void keep(ServiceName service, List<Pair> pairs) throws java.io.IOException {
            labels.keep(service, pairs);
        }

        @Override
        public Pairs pairs(ServiceName service, int rollout) throws java.io.IOException {
            return labels.pairs(service, rollout);
        }
    }

    /// Shows each pair twice.
    private static final class PairsTwice extends LabelsInFront {
        PairsTwice(Labels labels) {
            super(labels);
        }

        @Override
        public Pairs pairs(ServiceName service, int rollout) throws java.io.IOException {
            var pairs = labels.pairs(service, rollout);
            for (var unit : pairs.units().entrySet()) {
                pairs = pairs.plus(unit.getKey(), unit.getValue());
            }
            return pairs;
        }
    }

    /// Takes the same label once more under another name.
    private static final class CountsTwice extends LabelsInFront {
        CountsTwice(Labels labels) {
            super(labels);
        }

        @Override
        public List<Taken> take(ServiceName service, List<Label> given) throws java.io.IOException {
            var twice = new ArrayList<>(given);
            for (var label : given) {
                twice.add(
                        new Label(
                                label.id() + "again",
                                label.prediction(),
                                label.row(),
                                label.value()));
            }
            return labels.take(service, twice).subList(0, given.size());
        }
    }
}
