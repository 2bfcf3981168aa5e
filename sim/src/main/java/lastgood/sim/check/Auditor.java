package lastgood.sim.check;

import static lastgood.sim.Broken.unless;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.port.Journal.Entry;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.problem.Outcome;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;
import lastgood.gateway.recording.Noted;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Line;
import lastgood.sim.Reach;
import lastgood.sim.Trace;
import lastgood.sim.time.Agenda;
import lastgood.sim.world.Disk;
import lastgood.sim.world.Life;
import lastgood.sim.world.Loaded;
import lastgood.sim.world.Witness;

/// Looks at everything after every step, and says which invariant does not hold.
public final class Auditor implements Witness {
    private final Agenda agenda;
    private final Disk disk;
    private final Trace trace;
    private final Chronicler chronicler;
    private final Map<ServiceName, Desk> desks = new TreeMap<>();

    private record Desk(Books books, Gate gate, Tallies tallies) {}

    public Auditor(Agenda agenda, Disk disk, Trace trace) {
        this.agenda = agenda;
        this.disk = disk;
        this.trace = trace;
        chronicler = new Chronicler(trace);
    }

    /// A process is about to begin.
    public void begins(Iterable<ServiceName> services) {
        for (var service : services) {
            var desk = desk(service);
            desk.books().readOn();
            desk.gate().begins(desk.books().last(), agenda.instant());
        }
    }

    /// It lets people and callers in.
    ///
    /// @param readable whether it could read what it was to load
    public void started(Life life, boolean readable) {
        for (var loop : life.control().services().all()) {
            var phase = loop.state().phase();
            unless(!phase.asksCandidate(), "16", "a restart exposes " + phase.candidate());
            var lanes = life.line(loop.service()).flatMap(Line::lanes);
            unless(
                    lanes.filter(l -> l.route().split() instanceof Route.Split.Trying).isEmpty(),
                    "16",
                    "a restart leaves a candidate exposed");
            boolean lives = lanes.isPresent();
            boolean could =
                    phase.serving()
                            .filter(r -> !life.everFailedToLoad(loop.service(), r))
                            .isPresent();
            unless(lives || !could || !readable, "1", "callers are let in before anything serves");
            chronicler.started(phase);
        }
    }

    /// After every step.
    public void look(Life life) {
        for (var loop : life.control().services().all()) {
            var desk = desk(loop.service());
            desk.books().readOn().forEach(entry -> seen(life, loop, entry));
            isOnDisk(life, loop, desk.books());
            chronicler.look(life, loop);
            if (life.isUp()) {
                desk.gate().look(life, loop.state(), desk.books().last(), agenda.instant());
            }
        }
    }

    /// After a step without a process.
    public void lookAtTheDisk() {
        desks.forEach(
                (service, desk) -> desk.books().readOn().forEach(entry -> read(service, entry)));
    }

    /// Now and then, where the disk can be read.
    public void count(Life life) throws IOException {
        for (var loop : life.control().services().all()) {
            desk(loop.service()).tallies().look(life, loop.state());
        }
    }

    /// All faults are over for a while.
    public void rests(Life life) {
        for (var loop : life.control().services().all()) {
            unless(loop.unrecorded().isEmpty(), "rest", "a retreat is still unrecorded");
            boolean called =
                    disk.told().told().stream()
                            .anyMatch(t ->
                                    t.service().equals(loop.service())
                                            && t.notice() == Command.Notice.STUCK);
            desk(loop.service()).gate().rests(life, loop.state(), called);
            desk(loop.service()).books().tripped().forEach(r -> isTold(loop.service(), r));
        }
    }

    @Override
    public void pinned(Life life, Route route) {
        var desk = desk(route.service());
        desk.books().readOn().forEach(entry -> read(route.service(), entry));
        var exposed = Exposure.of(route.split());
        boolean written =
                exposed.isEmpty()
                        || exposed.get().isWithin(Exposure.of(desk.books().last().phase()))
                        || (life.journal().isUnsure(route.service())
                                && exposed.get()
                                        .isWithin(Exposure.of(desk.books().before().phase())));
        unless(written, "7", "a share is up before it is written down: " + exposed);
        desk.gate().pinned(route, agenda.instant());
    }

    @Override
    public void renewed(ServiceName service) {
        desk(service).gate().renewed(agenda.instant());
    }

    @Override
    public void waits(Life life, Route route) {
        desk(route.service()).gate().waits(route);
    }

    @Override
    public void vetoStored(ServiceName service, Route.Veto veto) {
        desk(service).gate().vetoStored(veto);
    }

    @Override
    public void vetoForgotten(ServiceName service, Route.Veto veto) {
        var books = desk(service).books();
        books.readOn().forEach(entry -> read(service, entry));
        unless(
                books.isAcknowledged(veto),
                "21",
                "a veto is forgotten before what it stands for is written: " + veto);
    }

    @Override
    public void assigned(Life life, ServiceName service, Assignment<Loaded> assignment) {
        desk(service).gate().assigned(life, assignment, desk(service).books(), agenda.instant());
    }

    @Override
    public void noted(
            Life life, ServiceName service, Assignment<Loaded> assignment, Noted.Answer answer) {
        if (assignment.arm() == Arm.CANDIDATE) {
            desk(service).tallies().noted(life, assignment.watch().orElseThrow(), answer);
        }
    }

    @Override
    public void compared(Life life, ServiceName service, Route.Watch watch) {
        desk(service).tallies().noted(life, watch, Noted.Answer.OWN);
    }

    @Override
    public void paired(ServiceName service, Prediction candidate) {
        desk(service).tallies().paired(candidate);
    }

    @Override
    public void labelled(ServiceName service, Prediction prediction, boolean acked) {
        boolean late =
                desk(service)
                        .books()
                        .last()
                        .phase()
                        .watched()
                        .filter(r -> r.number() == prediction.rollout())
                        .isEmpty();
        if (late && prediction.rollout() > 0) {
            trace.reach(Reach.LABEL_AFTER_ITS_ROLLOUT);
        }
        desk(service).tallies().labelled(prediction, acked);
    }

    @Override
    public void promised(Life life, ServiceName service, State state) {
        var loop = life.control().services().open(service);
        var books = desk(service).books();
        books.readOn().forEach(entry -> read(service, entry));
        unless(
                !loop.unrecorded().isEmpty()
                        || books.last().equals(state)
                        || life.journal().isUnsure(service),
                "20",
                "a person was told what is not on the disk");
    }

    @Override
    public void askedBack(
            Life life, ServiceName service, ReleaseId origin, Outcome<State> outcome) {
        unless(
                outcome instanceof Outcome.Done<State> || !life.holds(service, origin),
                "6",
                "a retreat was refused: " + outcome);
        var lanes = life.line(service).flatMap(Line::lanes);
        var back = lanes.filter(l -> l.live().id().equals(origin));
        boolean there =
                back.filter(l -> l.route().split() instanceof Route.Split.Settled).isPresent();
        unless(
                there || !life.holds(service, origin),
                "6",
                "traffic is not back on " + origin + " at once");
    }

    private void isTold(ServiceName service, int rollout) {
        unless(
                disk.incidents(service).contains(rollout),
                "30",
                "no incident tells of the trip in rollout " + rollout);
    }

    private void seen(Life life, ServiceLoop loop, Entry entry) {
        read(loop.service(), entry);
        if (entry.event() instanceof Event.Served(_, _, var seen)) {
            var live = life.line(loop.service()).flatMap(Line::lanes).map(l -> l.live().id());
            unless(
                    live.equals(Optional.of(seen)),
                    "6",
                    seen + " is said to serve while callers get " + live);
        }
    }

    private void read(ServiceName service, Entry entry) {
        chronicler.tell(service, entry);
        desk(service).tallies().seen(entry);
    }

    /// What is in force is what a process that started now would find, but for retreats that are known to be unwritten.
    private static void isOnDisk(Life life, ServiceLoop loop, Books books) {
        var state = loop.state();
        boolean unsure = life.journal().isUnsure(loop.service()) && books.before().equals(state);
        unless(
                !loop.unrecorded().isEmpty() || books.last().equals(state) || unsure,
                "20",
                "in force is " + state.phase() + ", on the disk " + books.last().phase());
    }

    private Desk desk(ServiceName service) {
        return desks.computeIfAbsent(
                service,
                s ->
                        new Desk(
                                new Books(disk.journal(), s),
                                new Gate(s),
                                new Tallies(s, disk.counts(), trace)));
    }
}
