package lastgood.sim.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import lastgood.sim.time.Dice;

/// What goes wrong these days, drawn anew every few seconds.
public final class Weather {
    /// A full disk can be read; a broken one mostly cannot.
    public enum Disk {
        FINE,
        FULL,
        BROKEN
    }

    private Dice dice;

    private final Dice aside = new Dice(1);

    /// 0 to 2: some runs have fair days mostly, others hardly any.
    private final double severity;

    private Disk disk = Disk.FINE;
    private double lostAnswers;
    private double refusedVetoes;
    private double failedLoads;
    private double failedProbes;
    private double doubled;
    private long slowness = 1;
    private int callsToCrash;
    private boolean calm;

    public Weather(Dice dice) {
        this.dice = dice;
        severity = 2 * dice.uniform();
    }

    /// Mostly something, never everything.
    public void turn() {
        if (calm) {
            return;
        }
        disk = !comes(.25) ? Disk.FINE : dice.chance(.7) ? Disk.FULL : Disk.BROKEN;
        lostAnswers = comes(.25) ? .4 : 0;
        refusedVetoes = comes(.15) ? .7 : 0;
        failedLoads = comes(.15) ? .6 : 0;
        failedProbes = comes(.2) ? dice.uniform() : 0;
        doubled = comes(.3) ? .5 : 0;
        slowness = comes(.2) ? dice.spread(10, 20_000) : dice.spread(1, 50);
        callsToCrash = comes(.3) ? (int) dice.spread(1, 300) : 0;
    }

    private boolean comes(double probability) {
        return dice.chance(severity * probability);
    }

    /// What is done by the way meets the same weather, with dice of its own.
    public void beside(Runnable errand) {
        var others = dice;
        dice = aside;
        try {
            errand.run();
        } finally {
            dice = others;
        }
    }

    /// From now on nothing goes wrong any more.
    public void calmDown() {
        calm = true;
        disk = Disk.FINE;
        lostAnswers = 0;
        refusedVetoes = 0;
        failedLoads = 0;
        failedProbes = 0;
        doubled = 0;
        slowness = 5;
        callsToCrash = 0;
    }

    /// A call that leaves the process. It may be the last thing the process does.
    void call(String where) {
        if (callsToCrash > 0 && --callsToCrash == 0) {
            throw new Crash(where);
        }
    }

    public boolean canWrite() {
        return disk == Disk.FINE;
    }

    public boolean canRead() {
        return disk != Disk.BROKEN;
    }

    void write() throws IOException {
        if (disk != Disk.FINE) {
            throw new IOException("no space left on device");
        }
    }

    void read() throws IOException {
        if (disk == Disk.BROKEN && dice.chance(.6)) {
            throw new IOException("input/output error");
        }
    }

    void readOrFail() {
        try {
            read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A disk that does not answer is often on its way to something worse.
    boolean losesAnswer() {
        boolean lost = dice.chance(lostAnswers);
        if (lost && dice.chance(.5)) {
            disk = dice.chance(.5) ? Disk.FULL : Disk.BROKEN;
        }
        return lost;
    }

    /// A small file may find room where the journal does not.
    boolean refusesVeto() {
        return dice.chance(disk == Disk.FINE ? refusedVetoes : .5);
    }

    public boolean failsLoad() {
        return dice.chance(failedLoads);
    }

    public boolean failsProbe() {
        return dice.chance(failedProbes);
    }

    boolean doubles() {
        return dice.chance(doubled);
    }

    /// How long an errand takes to begin.
    public long delay() {
        return dice.spread(1, 1 + slowness);
    }

    @Override
    public String toString() {
        return "disk "
                + disk
                + (lostAnswers > 0 ? ", answers get lost" : "")
                + (refusedVetoes > 0 ? ", vetoes are refused" : "")
                + (failedLoads > 0 ? ", loads fail" : "")
                + (failedProbes > 0 ? ", probes fail" : "")
                + (doubled > 0 ? ", vetoes come twice" : "")
                + ", errands within "
                + slowness
                + " ms"
                + (callsToCrash > 0 ? ", a crash " + callsToCrash + " calls ahead" : "");
    }
}
