package lastgood.core.release;

/// Which release of a service: its number there (`r3`) and the digest of all that serves.
public record ReleaseId(int number, Digest digest) implements Comparable<ReleaseId> {

    public ReleaseId {
        if (number < 1) {
            throw new IllegalArgumentException("releases count from 1, got " + number);
        }
    }

    /// What people call it: `r3`.
    public String name() {
        return "r" + number;
    }

    @Override
    public int compareTo(ReleaseId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return name();
    }
}
