package lastgood.control.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.control.preflight.Outlook;
import lastgood.control.preflight.Preflight;
import lastgood.control.preflight.WayBack;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.drill.Step;
import lastgood.core.release.ReleaseId;

/// Whether the service could go back now: to its rollback target and to last good, and where else.
final class WayBackCheckup implements Checkup {
    private static final String WAY = "way back";

    private static final String SAME_FILES =
            "lastgood release create -f FILE, with the same files: true bytes take their place";

    private final Preflight preflight;
    private final Outlook outlook;
    private final StandbyKeeper standby;

    WayBackCheckup(Preflight preflight, Outlook outlook, StandbyKeeper standby) {
        this.preflight = preflight;
        this.outlook = outlook;
        this.standby = standby;
    }

    @Override
    public String name() {
        return WAY;
    }

    @Override
    public List<Finding> of(ServiceLoop loop, boolean thorough) {
        var known = preflight.of(loop.service());
        var ways = thorough || known.isEmpty() ? preflight.look(loop) : known;
        var target = outlook.target(loop.service(), loop.state());
        var findings = new ArrayList<Finding>();
        findings.add(target.map(t -> ready(loop, t)).orElseGet(() -> nowhere(loop)));
        for (var way : ways) {
            boolean needed =
                    target.equals(Optional.of(way.release()))
                            || loop.state()
                                    .standing()
                                    .lastGood()
                                    .equals(Optional.of(way.release()));
            if (way.steps().isEmpty()) {
                findings.add(closed(way, needed));
            } else {
                way.steps().stream()
                        .filter(step -> way.isOpen() || step.result() != Step.Result.SKIPPED)
                        .forEach(step -> findings.add(finding(way, step, needed)));
            }
            for (var remark : way.remarks()) {
                findings.add(Finding.warning("parts", way.release() + ": " + remark, SAME_FILES));
            }
        }
        return findings;
    }

    private Finding ready(ServiceLoop loop, ReleaseId target) {
        var reasons = standby.notReady(loop.service(), loop.state());
        return reasons.isEmpty()
                ? Finding.ok(WAY, "a rollback goes to " + target + ", which is loaded and warm")
                : Finding.failed(
                        WAY,
                        "a rollback goes to " + target + ": " + String.join("; ", reasons),
                        "lastgood drill run SERVICE     # shows whether it loads at all");
    }

    private static Finding nowhere(ServiceLoop loop) {
        return Finding.warning(
                WAY,
                loop.state().phase().serving().isEmpty()
                        ? "no release has been rolled out"
                        : "there is no older good release to go back to",
                loop.state().phase().serving().isEmpty()
                        ? "lastgood rollout start SERVICE r1"
                        : "lastgood rollout start SERVICE rN, once there is a next release");
    }

    private static Finding closed(WayBack way, boolean needed) {
        var found =
                way.release() + " could not be gone back to: " + String.join("; ", way.reasons());
        return graded(WAY, found, needed, "lastgood release show SERVICE " + way.release());
    }

    private static Finding finding(WayBack way, Step step, boolean needed) {
        var check =
                switch (step.task()) {
                    case FETCH -> "parts";
                    case LOAD -> "loads";
                    case GOLDEN -> "golden rows";
                };
        var found = way.release() + ": " + step.found();
        return switch (step.result()) {
            case PASSED -> Finding.ok(check, found);
            case SKIPPED ->
                    Finding.warning(
                            check,
                            found,
                            "give the next release golden rows: evidence: {golden: golden.ndjson}");
            case FAILED -> graded(check, found, needed, fix(step, way));
        };
    }

    private static String fix(Step step, WayBack way) {
        return step.task() == Step.Task.FETCH
                ? SAME_FILES
                : "lastgood release hold SERVICE "
                        + way.release()
                        + " --reason TEXT     # then it is no target";
    }

    private static Finding graded(String check, String found, boolean needed, String fix) {
        return needed ? Finding.failed(check, found, fix) : Finding.warning(check, found, fix);
    }
}
