package lastgood.control.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lastgood.control.move.WorldHealth;
import lastgood.control.move.WorldHealth.OfComponent;
import lastgood.control.move.WorldLimits;
import lastgood.control.preflight.Rehearsal;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.driver.Mark;
import lastgood.core.problem.Outcome;

/// Whether components that live in worlds of their own are where they should be, and could go back there.
final class WorldsCheckup implements Checkup {
    private static final String WORLDS = "worlds";
    private static final WorldLimits BRIEF =
            new WorldLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    1,
                    Duration.ZERO,
                    Duration.ofSeconds(20));

    private final WorldHealth health;

    WorldsCheckup(WorldHealth health) {
        this.health = health;
    }

    @Override
    public String name() {
        return WORLDS;
    }

    @Override
    public List<Finding> general(List<ServiceLoop> services) throws IOException {
        var findings = new ArrayList<Finding>();
        for (var component : health.all(BRIEF)) {
            findings.addAll(of(component));
        }
        return findings;
    }

    static List<Finding> of(OfComponent component) {
        return component.isFine() ? List.of(fine(component)) : troubles(component);
    }

    private static Finding fine(OfComponent component) {
        var older = component.older().stream().map(WorldHealth.OfVersion::version).toList();
        return Finding.ok(
                WORLDS,
                component.component()
                        + " is at "
                        + component.recorded()
                        + (older.isEmpty()
                                ? ", from which nothing goes back"
                                : "; there to go back to: " + String.join(", ", older)));
    }

    private static List<Finding> troubles(OfComponent component) {
        var name = component.component();
        var findings = new ArrayList<Finding>();
        component
                .ill()
                .ifPresent(problem ->
                        findings.add(failed(name, "cannot be moved: " + Rehearsal.said(problem))));
        if (component.ill().isEmpty()
                && component.live() instanceof Outcome.Refused<Mark>(var problem)) {
            findings.add(failed(name, "cannot be looked at: " + Rehearsal.said(problem)));
        }
        component.drift().ifPresent(drift -> findings.add(failed(name, drift)));
        for (var version : component.older()) {
            version.problem()
                    .ifPresent(problem ->
                            findings.add(
                                    failed(
                                            name,
                                            "could not go back to "
                                                    + version.version()
                                                    + ": "
                                                    + Rehearsal.said(problem))));
        }
        return findings;
    }

    private static Finding failed(String component, String what) {
        return Finding.failed(
                WORLDS, component + ": " + what, "lastgood component show " + component);
    }
}
