package lastgood.sim;

/// An invariant does not hold. An error, so that no catch of the product's takes it for its own.
public final class Broken extends Error {
    private static final long serialVersionUID = 1;

    /// @param invariant its number in `docs/invariants.md`, or a word where it has none
    public Broken(String invariant, String what) {
        super("invariant " + invariant + ": " + what);
    }

    Broken(String invariant, Throwable cause) {
        super("invariant " + invariant + ": " + cause, cause);
    }

    public static void unless(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Broken(invariant, what);
        }
    }
}
