package lastgood.gateway.running;

import java.util.List;
import java.util.Optional;
import lastgood.core.prediction.Arm;
import lastgood.core.problem.Kind;
import lastgood.core.problem.Outcome;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Beside;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.running.log.LogRule;
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
                var rule =
                        other.map(o -> o.logRule().beside(first.logRule()))
                                .orElseGet(() -> rule(assignment));
                desk.scribe().answered(rule, asked, id, outputs, other.isPresent());
            }
            case Reply.Degraded(var problem, _, var outputs) ->
                    desk.scribe().unanswered(rule(assignment), asked, problem.code().id(), outputs);
            case Reply.Refused(var problem, _, _) -> {
                if (isOurs(problem.code().kind())) {
                    desk.scribe()
                            .unanswered(rule(assignment), asked, problem.code().id(), List.of());
                }
            }
        }
    }

    private static LogRule rule(Assignment<LoadedRelease> assignment) {
        var own = assignment.first().logRule();
        return assignment.instead().map(other -> own.beside(other.logRule())).orElse(own);
    }

    /// What a candidate in shadow made of a copy, beside the record of live's answer and by the same id.
    ///
    /// @param live whose callers sent what was copied
    /// @param id of live's answer; empty: it gave none
    /// @param said the candidate's answer, or why there is none
    static void noteInShadow(
            Desk desk,
            Question copy,
            Lanes<LoadedRelease> lanes,
            Beside<LoadedRelease> beside,
            LoadedRelease live,
            Optional<String> id,
            Outcome<Answer> said) {
        if (beside.candidate().logRule().isOff()) {
            return;
        }
        var rule = beside.candidate().logRule().beside(live.logRule());
        var asked =
                new Scribe.Asked(
                        copy.inputs().values(),
                        copy.key(),
                        lanes.route().epoch(),
                        Optional.of(beside.watch()),
                        Arm.CANDIDATE,
                        desk.millis(),
                        desk.nanos() - copy.arrivedNanos());
        switch (said) {
            case Outcome.Done<Answer>(var answer) ->
                    desk.scribe().inShadow(rule, asked, id, Optional.empty(), answer.outputs());
            case Outcome.Refused<Answer>(var problem) ->
                    desk.scribe()
                            .inShadow(rule, asked, id, Optional.of(problem.code().id()), List.of());
        }
    }

    private static boolean isOurs(Kind kind) {
        return kind == Kind.FAILED || kind == Kind.TOO_LATE || kind == Kind.UNAVAILABLE;
    }
}
