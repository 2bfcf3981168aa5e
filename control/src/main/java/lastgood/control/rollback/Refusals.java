package lastgood.control.rollback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.Plan;

/// Why a service was not rolled back.
final class Refusals {
    private Refusals() {}

    static Problem blocked(
            ServiceLoop loop, ReleaseId target, Plan plan, Optional<ReleaseId> instead) {
        var service = loop.service();
        return Problem.of(
                        Code.PLAN_BLOCKED,
                        service
                                + " cannot go back to "
                                + target
                                + ": what it shares with others does not fit.")
                .because(plan.reasons())
                .tryThis(
                        instead.map(i -> "lastgood rollback " + service + " --to " + i)
                                .orElse("lastgood graph " + service))
                .inState(loop.state().traffic());
    }

    /// @param ready an older release that can be made ready
    static Problem unready(ServiceLoop loop, ReleaseId to, Optional<ReleaseId> ready, Problem why) {
        return Problem.of(
                        Code.PLAN_BLOCKED,
                        to + " could not be made ready, so nothing was rolled back to it.")
                .because(why.cause())
                .tryThis(
                        ready.map(i -> "lastgood rollback " + loop.service() + " --to " + i)
                                .orElse("lastgood rollout start " + loop.service() + " rN"),
                        "lastgood release create -f release.yaml   with the files of "
                                + to
                                + ": damaged bytes are stored again")
                .inState(loop.state().traffic());
    }

    static Problem companyUnready(
            ServiceLoop loop, ServiceName service, ReleaseId to, Problem why) {
        var because = new ArrayList<String>();
        because.add(service + " has to go to " + to + " with it");
        because.addAll(List.of(why.what()));
        because.addAll(why.why());
        return Problem.of(
                        Code.PLAN_BLOCKED,
                        loop.service() + " was not rolled back: what comes along is not ready.")
                .because(because)
                .tryThis("lastgood release show " + service + " " + to)
                .inState(loop.state().traffic());
    }

    /// @param why what the driver of a component says
    static Problem worldAway(ServiceLoop loop, Problem why) {
        var because = new ArrayList<String>();
        because.add(why.what());
        because.addAll(why.why());
        return Problem.of(
                        Code.PLAN_BLOCKED,
                        loop.service()
                                + " was not rolled back: what it shares cannot go back in its own world.")
                .because(because)
                .tryThis(why.todo().toArray(String[]::new))
                .inState("Nothing was moved. " + loop.state().traffic());
    }

    static Problem unreadable(ServiceLoop loop, IOException why) {
        return Problem.of(
                        Code.PLAN_BLOCKED,
                        loop.service()
                                + " was not rolled back: what it shares cannot be read from the store.")
                .because(String.valueOf(why.getMessage()))
                .tryThis("lastgood rollout stop " + loop.service())
                .inState(loop.state().traffic());
    }

    static Problem risky(ServiceLoop loop, Plan plan) {
        return Problem.of(
                        Code.NEEDS_CONSENT,
                        "The rollback of " + loop.service() + " is risky and was not done.")
                .because(plan.reasons())
                .tryThis(
                        "lastgood rollback "
                                + loop.service()
                                + " --to "
                                + plan.target().map(ReleaseId::name).orElse("rN")
                                + " --yes")
                .inState(loop.state().traffic());
    }
}
