package lastgood.sim.world;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.sim.Trace;
import lastgood.sim.fault.Weather;
import lastgood.sim.time.Agenda;
import lastgood.sim.time.Dice;

/// All there is in a run, and who looks on.
public final class World {
    private final Agenda agenda;
    private final Dice dice;
    private final Weather weather;
    private final Trace trace;
    private final Disk disk;
    private final Fitting fitting;
    private final Witness witness;
    private final List<ServiceName> services;
    private int lives;
    private Optional<Life> life = Optional.empty();

    public World(
            Agenda agenda, Dice dice, Trace trace, Disk disk, Fitting fitting, Witness witness) {
        this.agenda = agenda;
        this.dice = dice;
        this.trace = trace;
        this.disk = disk;
        this.fitting = fitting;
        this.witness = witness;
        weather = new Weather(dice);
        var all = List.of(new ServiceName("wine"), new ServiceName("tumour"));
        services = dice.chance(.7) ? all.subList(0, 1) : all;
    }

    /// Another process begins. It is the one that counts from now on, also if it dies while it starts.
    public Life begin() {
        var next = new Life(this, ++lives);
        life = Optional.of(next);
        next.start();
        return next;
    }

    /// The process that runs is gone.
    public void end() {
        life.ifPresent(Life::end);
        life = Optional.empty();
    }

    /// The process that runs and lets callers in.
    public Optional<Life> life() {
        return life.filter(Life::isUp);
    }

    /// The process that runs, lets people in and answers them.
    Optional<Life> answering() {
        return life().filter(l -> !l.isHung());
    }

    public Agenda agenda() {
        return agenda;
    }

    public Dice dice() {
        return dice;
    }

    public Weather weather() {
        return weather;
    }

    public Trace trace() {
        return trace;
    }

    public Disk disk() {
        return disk;
    }

    public List<ServiceName> services() {
        return services;
    }

    Fitting fitting() {
        return fitting;
    }

    Witness witness() {
        return witness;
    }
}
