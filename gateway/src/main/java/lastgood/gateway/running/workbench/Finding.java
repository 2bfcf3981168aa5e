package lastgood.gateway.running.workbench;

import lastgood.core.port.Workbench;
import lastgood.core.problem.Problem;

/// What the child process has to say.
sealed interface Finding {

    record Signed(Workbench.Signature signature) implements Finding {}

    record Tried(Workbench.Trial trial) implements Finding {}

    record Scored(Workbench.Score score) implements Finding {}

    record Rehearsed(Workbench.Rehearsal rehearsal) implements Finding {}

    record Refused(Problem problem) implements Finding {}
}
