package lastgood.control.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lastgood.control.drill.DrillDesk;
import lastgood.control.preflight.Outlook;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.drill.Drill;
import lastgood.core.drill.Step;

/// Whether somebody has tried the way back lately. One that nobody tried is unproven.
final class DrillCheckup implements Checkup {
    private static final Duration LONG_AGO = Duration.ofDays(30);
    private static final String DRILL = "drill";
    private static final String RUN = "lastgood drill run SERVICE";

    private final DrillDesk drills;
    private final Outlook outlook;
    private final InstantSource clock;

    DrillCheckup(DrillDesk drills, Outlook outlook, InstantSource clock) {
        this.drills = drills;
        this.outlook = outlook;
        this.clock = clock;
    }

    @Override
    public String name() {
        return DRILL;
    }

    @Override
    public List<Finding> of(ServiceLoop loop, boolean thorough) {
        var target =
                outlook.target(loop.service(), loop.state())
                        .or(() -> loop.state().standing().lastGood());
        if (target.isEmpty()) {
            return List.of(); // there is nothing to drill
        }
        var last = drills.last(loop.service());
        if (last.isEmpty()) {
            return List.of(Finding.warning(DRILL, "the way back was never drilled", RUN));
        }
        var told = told(last.get());
        if (!last.get().isPassed()) {
            return List.of(Finding.failed(DRILL, told, "lastgood drill show " + last.get().id()));
        }
        if (!target.equals(Optional.of(last.get().release()))) {
            return List.of(
                    Finding.warning(
                            DRILL, told + "; the way back is " + target.get() + " now", RUN));
        }
        boolean isOld = last.get().at().isBefore(clock.instant().minus(LONG_AGO));
        return List.of(
                isOld
                        ? Finding.warning(DRILL, told + ", more than 30 days ago", RUN)
                        : Finding.ok(DRILL, told));
    }

    private String told(Drill drill) {
        return drill.id()
                + ", "
                + Ago.of(drill.at(), clock.instant())
                + ": "
                + drill.release()
                + (drill.isPassed()
                        ? String.format(Locale.ROOT, " in %.2f s", drill.took().toNanos() / 1e9)
                        : " failed: "
                                + String.join(
                                        "; ",
                                        drill.steps().stream()
                                                .filter(Step::isFailed)
                                                .map(Step::found)
                                                .toList()));
    }
}
