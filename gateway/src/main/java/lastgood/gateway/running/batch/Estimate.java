package lastgood.gateway.running.batch;

/// How long rows take now: as measured while the release was warmed up, times how much slower it was seen to be lately,
/// with other work on the machine.
public final class Estimate {
    private static final double WEIGHT = 1.0 / 8;
    private static final double LEAST = 0.25;
    private static final double MOST = 16;

    private final Effort effort;
    private double slowness = 1;

    public Estimate(Effort effort) {
        this.effort = effort;
    }

    /// So many rows took so long in one run. One run that stood still counts for no more than one that was very slow.
    public synchronized void note(int rows, long nanos) {
        double seen = nanos / (double) effort.nanos(rows);
        slowness += WEIGHT * (Math.clamp(seen, LEAST, MOST) - slowness);
    }

    /// What so many rows take that are run at most `mostRows` at a time.
    public synchronized long nanos(long rows, int mostRows) {
        return (long) (effort.nanos(rows, mostRows) * slowness);
    }
}
