package lastgood.sim.time;

import java.util.List;
import java.util.SplittableRandom;

/// All chance there is in a run. The same seed throws the same.
public final class Dice {
    private final SplittableRandom random;

    public Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    public double uniform() {
        return random.nextDouble();
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /// Both ends included.
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /// Mostly near the lesser end, sometimes far away: every order of magnitude is as likely.
    public long spread(long least, long most) {
        return Math.round(least * Math.pow((double) most / least, random.nextDouble()));
    }

    public <T> T pick(List<T> among) {
        return among.get(below(among.size()));
    }
}
