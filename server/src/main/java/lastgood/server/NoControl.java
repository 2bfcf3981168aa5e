package lastgood.server;

import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// Why a server runs without control, in the words that whoever asks for control is given.
final class NoControl {
    private static final String STATE =
            "Predictions are answered by what was served last. No candidate gets requests.";

    private NoControl() {}

    /// It was started so.
    static Problem asked(Config config) {
        return problem(
                config,
                "it was started with --role gateway",
                "stop it, then: lastgood run --data " + config.data());
    }

    /// The ledger cannot be opened, or control not be started from it.
    static Problem because(Config config, String why) {
        return problem(
                config, why, "mend that, stop it, then: lastgood run --data " + config.data());
    }

    /// The ledger is gone. With a new one in its place, everything that was ever released would be forgotten.
    static Problem lost(Config config) {
        return problem(
                config,
                config.data().resolve("ledger.db")
                        + " is not there, though the gateway has served from this folder",
                "stop it, put the ledger back from a backup, then: lastgood run --data "
                        + config.data());
    }

    private static Problem problem(Config config, String why, String todo) {
        return Problem.of(Code.CONTROL_AWAY, "Nobody is at control: the gateway serves alone.")
                .because(why)
                .tryThis(
                        todo,
                        "touch "
                                + config.data().resolve("RETREAT.SERVICE")
                                + "     # puts a service back meanwhile")
                .inState(STATE);
    }
}
