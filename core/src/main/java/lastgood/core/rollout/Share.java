package lastgood.core.rollout;

/// The part of requests that goes to the candidate, 0 to 1. Nothing goes to one in shadow: it is asked copies.
public record Share(double fraction) implements Comparable<Share> {
    public static final Share NONE = new Share(0);
    public static final Share ALL = new Share(1);

    public Share {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "a share is 0 % to 100 %, got " + 100 * fraction + " %");
        }
    }

    public boolean isNone() {
        return fraction == 0;
    }

    public boolean isAll() {
        return fraction == 1;
    }

    @Override
    public int compareTo(Share other) {
        return Double.compare(fraction, other.fraction);
    }

    /// `10 %`
    @Override
    public String toString() {
        double percent = Math.round(fraction * 1e6) / 1e4;
        return (percent == Math.rint(percent)
                        ? Long.toString((long) percent)
                        : Double.toString(percent))
                + " %";
    }
}
