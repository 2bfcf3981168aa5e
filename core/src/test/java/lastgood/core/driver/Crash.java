package lastgood.core.driver;

/// The end of the process, as far as a driver is concerned. Nothing after it happens.
public final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// To be called before each step that changes the world; the call for the chosen step does not return.
    public static Runnable before(int step) {
        var left = new int[] {step};
        return () -> {
            if (left[0]-- == 0) {
                throw new Crash();
            }
        };
    }
}
