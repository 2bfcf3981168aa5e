package lastgood.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.core.port.Journal;
import lastgood.core.port.MemoryJournal;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;
import lastgood.gateway.routing.Line;
import lastgood.sim.check.Auditor;
import lastgood.sim.fault.Crash;
import lastgood.sim.time.Agenda;
import lastgood.sim.time.Dice;
import lastgood.sim.world.Callers;
import lastgood.sim.world.Disk;
import lastgood.sim.world.Fitting;
import lastgood.sim.world.Life;
import lastgood.sim.world.Mailbag;
import lastgood.sim.world.People;
import lastgood.sim.world.World;

/// One run of the whole system from one seed: a time of faults, then a time of rest.
public final class Run {
    private static final long TROUBLE = 90_000;
    private static final long REST = 60_000;

    private final Agenda agenda = new Agenda();
    private final Trace trace = new Trace(agenda::elapsed);
    private final Dice hangs;
    private final Disk disk;
    private final Auditor auditor;
    private final World world;
    private final List<People> people = new ArrayList<>();
    private final List<Callers> callers = new ArrayList<>();

    private Run(long seed, Fitting fitting, Journal journal) {
        disk = new Disk(journal);
        auditor = new Auditor(agenda, disk, trace);
        hangs = new Dice(~seed);
        world = new World(agenda, new Dice(seed), trace, disk, fitting, auditor);
    }

    public static Story of(long seed) {
        return of(seed, Fitting.NONE);
    }

    /// @param fitting a planted bug
    public static Story of(long seed, Fitting fitting) {
        return of(seed, fitting, new MemoryJournal());
    }

    /// @param journal an empty one, on a disk that is honest
    public static Story of(long seed, Fitting fitting, Journal journal) {
        var run = new Run(seed, fitting, journal);
        Optional<Broken> broken = Optional.empty();
        try {
            run.go();
        } catch (Broken e) {
            broken = Optional.of(e);
        }
        return new Story(seed, run.trace.lines(), run.trace.reached(), broken);
    }

    private void go() {
        boot();
        weather();
        if (hangs.chance(.3)) {
            hangs();
        }
        tell();
        var mailbag = new Mailbag(world);
        for (var service : world.services()) {
            people.add(new People(world, service));
            callers.add(new Callers(world, service, mailbag));
        }
        for (var one : people) {
            for (int i = 0; i < 8; i++) {
                agenda.after(10L + i, one::meddle);
            }
            agenda.after(1_000, one::act);
        }
        callers.forEach(c -> agenda.after(50, c::call));
        agenda.after(100, mailbag::send);
        agenda.after(TROUBLE, this::rest);
        while (agenda.elapsed() < TROUBLE + REST) {
            step(agenda.next());
        }
        auditor.rests(world.life().orElseThrow());
    }

    private void step(Runnable what) {
        var before = alarm();
        try {
            what.run();
        } catch (Crash crash) {
            crashed(crash);
        } catch (RuntimeException e) {
            throw new Broken("none: a failure of ours", e);
        }
        world.life().ifPresentOrElse(auditor::look, auditor::lookAtTheDisk);
        meddleSoon(before);
    }

    private void boot() {
        auditor.begins(world.services());
        try {
            auditor.started(world.begin(), world.weather().canRead());
            trace.say("server", "is up");
            soon(.5, 1_000, People::meddle);
        } catch (java.io.UncheckedIOException e) {
            trace.reach(Reach.START_THAT_FAILED);
            trace.say("server", "does not start: " + e.getMessage());
            world.end();
            agenda.after(world.dice().spread(200, 5_000), this::boot);
        }
    }

    private void crashed(Crash crash) {
        trace.say("server", "dies: " + crash.getMessage());
        trace.reach(Reach.CRASH);
        world.life().ifPresent(life -> note(life, crash));
        world.end();
        agenda.after(world.dice().spread(50, 5_000), this::boot);
    }

    private void note(Life life, Crash crash) {
        for (var loop : life.control().services().all()) {
            var route = life.line(loop.service()).flatMap(Line::up);
            if (route.flatMap(Route::exposes).isPresent()) {
                trace.reach(Reach.CRASH_WHILE_EXPOSED);
            }
            if (!loop.unrecorded().isEmpty()) {
                trace.reach(Reach.CRASH_WITH_UNRECORDED_RETREAT);
            }
            if (route.map(Route::epoch).orElse(0L) > loop.state().standing().epoch()) {
                trace.reach(Reach.CRASH_BETWEEN_ACT_AND_WRITE);
            }
        }
        if (String.valueOf(crash.getMessage()).startsWith("the journal is written")) {
            trace.reach(Reach.CRASH_BETWEEN_WRITE_AND_ACT);
        }
    }

    private void weather() {
        if (agenda.elapsed() < TROUBLE) {
            world.weather().turn();
            trace.say("weather", world.weather().toString());
            agenda.after(world.dice().spread(500, 15_000), this::weather);
        }
    }

    /// In some runs control hangs now and then, mostly while a candidate is exposed, and the gateway is alone. Drawn apart,
    /// so that nothing else is drawn otherwise for it.
    private void hangs() {
        world.life()
                .filter(life -> !life.isHung())
                .filter(life -> hangs.chance(isExposed(life) ? .1 : .006))
                .ifPresent(this::hang);
        if (agenda.elapsed() < TROUBLE) {
            agenda.after(500, this::hangs);
        }
    }

    private void hang(Life life) {
        long millis = hangs.spread(4_000, 40_000);
        trace.say("weather", "control hangs for " + millis + " ms");
        trace.reach(isExposed(life) ? Reach.HUNG_WHILE_EXPOSED : Reach.HUNG);
        life.hang(millis);
    }

    private boolean isExposed(Life life) {
        return world.services().stream()
                .flatMap(s -> life.line(s).flatMap(Line::up).stream())
                .anyMatch(route -> route.split() instanceof Route.Split.Trying);
    }

    /// Once a second: who answered, and whether the guards see what was counted.
    private void tell() {
        callers.forEach(Callers::tell);
        if (world.weather().canRead() && world.life().isPresent()) {
            try {
                auditor.count(world.life().get());
            } catch (IOException e) {
                throw new Broken("28", e);
            }
        }
        agenda.after(1_000, this::tell);
    }

    private void rest() {
        trace.say("weather", "calm");
        world.weather().calmDown();
        people.forEach(People::goHome);
    }

    /// People come running when something goes back, or when the disk begins to behave oddly.
    private void meddleSoon(Alarm before) {
        var now = alarm();
        if (now.goingBack() > before.goingBack()) {
            soon(.3, 500, People::meddle);
        }
        if (now.unsure() > before.unsure()) {
            soon(.4, 1_500, People::panic);
        }
    }

    /// What people are alarmed by.
    private record Alarm(long goingBack, long unsure) {}

    private Alarm alarm() {
        return world.life().map(this::alarm).orElse(new Alarm(0, 0));
    }

    private Alarm alarm(Life life) {
        var loops = life.control().services().all();
        return new Alarm(
                loops.stream().filter(l -> l.state().phase() instanceof Phase.Returning).count(),
                loops.stream().filter(l -> life.journal().isUnsure(l.service())).count());
    }

    private void soon(double probability, long within, Consumer<People> what) {
        for (var one : people) {
            if (world.dice().chance(probability)) {
                agenda.after(world.dice().spread(1, within), () -> what.accept(one));
            }
        }
    }
}
