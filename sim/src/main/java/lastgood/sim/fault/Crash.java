package lastgood.sim.fault;

/// The process ends here: nothing that it holds in memory is seen again. An error, so that nobody catches it by the way.
public final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String where) {
        super(where);
    }
}
