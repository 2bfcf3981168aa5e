package lastgood.core.driver;

import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;

/// The problems that drivers have in common, in the same words. Each is about a call that changed nothing; [Restored]
/// says so where it may be otherwise.
public final class Refusals {
    private Refusals() {}

    public static Problem missing(String at, String why) {
        return still(Code.VERSION_MISSING, "There is no version '" + at + "'.").because(why);
    }

    public static Problem damaged(Mark promised, Digest found) {
        return still(Code.VERSION_DAMAGED, "'" + promised.at() + "' is not what was promised.")
                .because("promised " + promised.digest(), "found " + found);
    }

    /// It is there, but cannot be read to its end, or holds what must not be in a version.
    public static Problem unreadable(String at, String why) {
        return still(Code.VERSION_DAMAGED, "'" + at + "' cannot be read.").because(why);
    }

    public static Problem spent(MoveKey key, String why) {
        return still(Code.MOVE_WAS_MADE, "The move '" + key + "' is not made again.").because(why);
    }

    public static Problem forwardOnly(String component) {
        return still(Code.FORWARD_ONLY, component + " goes forward only.")
                .because("its driver declares a point of no return");
    }

    /// What is live cannot be told.
    public static Problem unclear(String component, String why) {
        return still(
                        Code.LIVE_VERSION_UNCLEAR,
                        "Which version of " + component + " is live is unclear.")
                .because(why);
    }

    public static Problem failed(String what, List<String> why) {
        return still(Code.DRIVER_FAILED, what).because(why);
    }

    /// Any other, of a call that changed nothing.
    public static Problem still(Code code, String what) {
        return Problem.of(code, what)
                .tryThis("lastgood explain " + code.id())
                .inState("Nothing was moved.");
    }
}
