package lastgood.sim.world;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lastgood.control.Control;
import lastgood.control.Ports;
import lastgood.control.errand.Errands;
import lastgood.core.port.Aliases;
import lastgood.core.port.Drivers;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.MemoryRegistry;
import lastgood.core.port.MemorySignatures;
import lastgood.core.port.PredictionRecords;
import lastgood.core.port.Samples;
import lastgood.core.port.ScriptedWorkbench;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.gateway.recording.Recorder;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.gateway.routing.Switchboard;
import lastgood.sim.fault.FaultyBoard;
import lastgood.sim.fault.FaultyEvidence;
import lastgood.sim.fault.FaultyIncidents;
import lastgood.sim.fault.FaultyJournal;
import lastgood.sim.fault.FaultyReleases;
import lastgood.sim.fault.FaultyVetoes;

/// One process, from its start to its crash: a real gateway's routing and a real control plane over ports that fail.
/// When it ends, nothing of it is used again.
public final class Life implements Errands {
    private static final Duration VETO_AGAIN = Duration.ofSeconds(1);
    private static final Duration LEASE_LOOK = Duration.ofMillis(250);

    private final World world;
    private final int number;
    private final Switchboard<Loaded> board;
    private final Recorder recorder;
    private final FaultyJournal journal;
    private final Rack rack;
    private final Ports ports;
    private final Control control;
    private long hungUntil;
    private boolean up;
    private boolean over;

    Life(World world, int number) {
        this.world = world;
        this.number = number;
        var disk = world.disk();
        var weather = world.weather();
        var vetoes = new FaultyVetoes(new WitnessedVetoes(disk.vetoes(), world), weather);
        var memory = new PromisedVetoes(world.fitting().gateway(vetoes), world);
        board =
                new Switchboard<>(
                        memory,
                        new Teller(world, this),
                        errand -> soon(VETO_AGAIN, errand),
                        world.fitting().clock(() -> world.agenda().elapsed() * 1_000_000));
        recorder = new Recorder("life " + number);
        journal = new FaultyJournal(disk.journal(), weather);
        rack = new Rack(world, board);
        var evidence = new FaultyEvidence(disk.labels(), disk.counts(), weather);
        var given =
                new Ports(
                        journal,
                        new FaultyReleases(disk.releases(), weather),
                        disk.components(),
                        evidence,
                        evidence,
                        new FaultyIncidents(disk.incidents(), weather),
                        new FaultyBoard(new WitnessedBoard(this, board, world), weather),
                        rack,
                        new Eyes(world, board),
                        recorder,
                        new ScriptedWorkbench(Samples.schema()),
                        disk.told(),
                        new MemoryRegistry(new MemoryRegistry.Kept(), disk.releases()),
                        new MemorySignatures(),
                        false,
                        Aliases.NONE,
                        disk.stacks(),
                        Drivers.NONE,
                        FeatureRows.NONE,
                        disk.drills(),
                        PredictionRecords.NONE,
                        List.of(),
                        _ -> OptionalDouble.of(50));
        ports = world.fitting().control(given);
        control = new Control(ports, disk.seal().copy(), world.agenda(), this);
    }

    /// Takes up where the journal ends.
    void start() {
        world.agenda().after(LEASE_LOOK, () -> run(this::endLeases));
        control.start();
        up = true;
    }

    private void endLeases() {
        board.endLeases();
        world.agenda().after(LEASE_LOOK, () -> run(this::endLeases));
    }

    /// From now on and for so long control does nothing and answers nobody, while the gateway goes on.
    public void hang(long millis) {
        hungUntil = Math.max(hungUntil, world.agenda().elapsed() + millis);
    }

    public boolean isHung() {
        return world.agenda().elapsed() < hungUntil;
    }

    /// Nothing that was begun is ended.
    void end() {
        over = true;
        up = false;
    }

    /// Whether it lets callers and people in.
    public boolean isUp() {
        return up;
    }

    public int number() {
        return number;
    }

    public Control control() {
        return control;
    }

    /// What control was given.
    public Ports ports() {
        return ports;
    }

    public FaultyJournal journal() {
        return journal;
    }

    Switchboard<Loaded> board() {
        return board;
    }

    Recorder recorder() {
        return recorder;
    }

    /// How a request to a service goes now.
    Optional<Lanes<Loaded>> lanes(ServiceName service) {
        return board.lanes(service.text());
    }

    /// What routing knows of a service.
    public Optional<Line<Loaded>> line(ServiceName service) {
        return board.now().line(service.text());
    }

    public boolean holds(ServiceName service, ReleaseId release) {
        return rack.isReady(service, release);
    }

    /// Whether loading it has ever failed in this life.
    public boolean everFailedToLoad(ServiceName service, ReleaseId release) {
        return rack.everFailed(service, release);
    }

    void run(Runnable errand) {
        if (!over) {
            errand.run();
        }
    }

    /// What control has to do waits while it hangs.
    private void doOfControl(Runnable errand) {
        if (isHung()) {
            long left = hungUntil - world.agenda().elapsed();
            world.agenda().after(left, () -> doOfControl(errand));
        } else {
            run(errand);
        }
    }

    private void soon(Duration wait, Runnable errand) {
        world.agenda().after(wait.toMillis() + world.weather().delay(), () -> run(errand));
    }

    @Override
    public void now(Runnable errand) {
        later(Duration.ZERO, errand);
    }

    @Override
    public void later(Duration wait, Runnable errand) {
        long delay = wait.toMillis() + world.weather().delay();
        world.agenda().after(delay, () -> doOfControl(errand));
    }

    /// It throws no dice that others would throw, so that a run is the same with it and without it.
    @Override
    public void spare(Duration wait, Runnable errand) {
        world.agenda().after(wait, () -> doOfControl(() -> world.weather().beside(errand)));
    }

    @Override
    public void close() {
        end();
    }
}
