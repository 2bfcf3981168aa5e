package lastgood.control.rollback;

import java.io.IOException;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.view.PlanView;

/// Plans a rollback and, where asked, does it.
public final class RollbackDesk {
    public Outcome<PlanView> rollback(ServiceLoop loop, RollbackRequest request, Actor by) throws IOException {
        return Outcome.refused(Problem.of(Code.INTERNAL, "not yet " + loop.service() + request + by));
    }
}
