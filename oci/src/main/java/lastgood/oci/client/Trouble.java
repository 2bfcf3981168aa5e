package lastgood.oci.client;

import java.io.IOException;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// Carries a problem with a registry out of streams and steps; it never leaves this room.
public final class Trouble extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    public Trouble(Problem problem) {
        super(problem.what());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /// The registry did what no honest one does.
    public static Trouble lies(String what, String... why) {
        return new Trouble(
                Problem.of(Code.REGISTRY_LIES, what)
                        .because(why)
                        .inState("Nothing of it was taken."));
    }

    public static Trouble unreachable(String what, String... why) {
        return new Trouble(
                Problem.of(Code.REGISTRY_UNREACHABLE, what)
                        .because(why)
                        .inState(
                                "Nothing was changed here. What is there already stays; the same command again goes on from it."));
    }
}
