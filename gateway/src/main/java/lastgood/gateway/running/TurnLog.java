package lastgood.gateway.running;

import java.util.List;
import lastgood.core.problem.Kind;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.running.log.Scribe;

/// What the prediction log is told of one request.
final class TurnLog {
    private TurnLog() {}

    /// Once the answer is on its way. Our own probes leave no trace, nor does what no release was asked.
    static void note(
            Desk desk,
            Question question,
            Lanes<LoadedRelease> lanes,
            Assignment<LoadedRelease> assignment,
            Reply result) {
        var first = assignment.first();
        if (question.probe() || first.logRule().isOff()) {
            return;
        }
        var asked =
                new Scribe.Asked(
                        question.inputs().values(),
                        question.key(),
                        lanes.route().epoch(),
                        assignment.watch(),
                        assignment.arm(),
                        desk.millis(),
                        desk.nanos() - question.arrivedNanos());
        switch (result) {
            case Reply.Answered(var release, _, var outputs, var id, _) -> {
                var other = assignment.instead().filter(o -> o.id().equals(release));
                desk.scribe()
                        .answered(
                                other.orElse(first).logRule(),
                                asked,
                                id,
                                outputs,
                                other.isPresent());
            }
            case Reply.Degraded(var problem, _, var outputs) ->
                    desk.scribe().unanswered(first.logRule(), asked, problem.code().id(), outputs);
            case Reply.Refused(var problem, _, _) -> {
                if (isOurs(problem.code().kind())) {
                    desk.scribe()
                            .unanswered(first.logRule(), asked, problem.code().id(), List.of());
                }
            }
        }
    }

    private static boolean isOurs(Kind kind) {
        return kind == Kind.FAILED || kind == Kind.TOO_LATE || kind == Kind.UNAVAILABLE;
    }
}
