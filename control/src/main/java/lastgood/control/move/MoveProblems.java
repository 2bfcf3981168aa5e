package lastgood.control.move;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.stack.StackMove;

/// What people are told of moves that did not happen.
final class MoveProblems {
    private MoveProblems() {}

    /// In one line.
    static String text(StackMove move, List<Left> still) {
        return "move "
                + move.number()
                + (still.isEmpty()
                        ? " is under way"
                        : " is not finished: "
                                + String.join(", ", still.stream().map(Left::toString).toList()));
    }

    /// Somebody else moves in a world, and takes long.
    static Problem busy() {
        return Problem.of(Code.BUSY, "Another move is under way in the worlds of components.")
                .because("it is done or taken back first")
                .tryThis("lastgood status", "then try again")
                .inState("Nothing was moved.");
    }

    /// @param why it could not be done
    static Problem open(StackMove move, Problem why, List<Left> still) {
        var causes =
                Stream.concat(
                                Stream.of(why.what(), why.cause()),
                                still.stream().map(Left::toString))
                        .distinct()
                        .toList();
        return open(move, still).because(causes);
    }

    static Problem undone(StackMove move, Problem why) {
        return Problem.of(Code.MOVE_UNDONE, why.what())
                .because(why.why())
                .tryThis(why.todo().toArray(String[]::new))
                .inState(
                        "Nothing has changed: every service serves what it served before, and "
                                + whereAllAre(move)
                                + ".");
    }

    private static String whereAllAre(StackMove move) {
        var versions = new TreeMap<String, String>();
        WorldMoves.inTheirWorlds(move)
                .forEach(c -> versions.put(c.component(), c.from().orElse("–")));
        return String.join(
                ", ",
                versions.entrySet().stream()
                        .map(e -> e.getKey() + " is at " + e.getValue())
                        .toList());
    }

    static Problem open(StackMove move, List<Left> still) {
        return Problem.of(Code.MOVE_OPEN, "Move " + move.number() + " is not finished.")
                .because(still.stream().map(Left::toString).toList())
                .tryThis(
                        still.stream()
                                .flatMap(l -> l.why().todo().stream())
                                .distinct()
                                .toArray(String[]::new))
                .inState(
                        "Every service serves what it served before. What is left is tried again by itself.");
    }
}
