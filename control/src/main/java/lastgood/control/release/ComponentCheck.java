package lastgood.control.release;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.driver.Mark;
import lastgood.core.port.Components;
import lastgood.core.port.Drivers;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Parts;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;
import lastgood.wire.file.ConfigReader;
import lastgood.wire.file.Declaration;
import lastgood.wire.file.Submission;

/// Sees that a component version can be taken as its file declares it.
final class ComponentCheck {
    private final Components components;
    private final Releases releases;
    private final Workbench workbench;
    private static final Duration LOOK_UP_WITHIN = Duration.ofSeconds(30);

    private final Drivers drivers;
    private final FeatureRows rows;
    private final InstantSource clock;

    ComponentCheck(
            Components components,
            Releases releases,
            Workbench workbench,
            Drivers drivers,
            FeatureRows rows,
            InstantSource clock) {
        this.components = components;
        this.releases = releases;
        this.workbench = workbench;
        this.drivers = drivers;
        this.rows = rows;
        this.clock = clock;
    }

    /// @param what `created`, `changed` or `unchanged`
    record Checked(Component component, String what, List<String> warnings) {}

    /// What was found of its file and its world.
    private record Found(
            Optional<Blob> content,
            Optional<Parts.Config> config,
            Optional<Driven> driven,
            List<String> warnings) {}

    /// @param beside the versions that the same file declares
    Outcome<Checked> check(
            Declaration.OfComponent declared, Submission submission, Set<ComponentId> beside)
            throws IOException {
        return switch (found(declared, submission)) {
            case Outcome.Refused<Found>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<Found>(var found) -> {
                var component =
                        new Component(
                                declared.id(),
                                declared.kind(),
                                found.content(),
                                found.config(),
                                declared.way(),
                                found.driven(),
                                declared.lookup(),
                                clock.instant(),
                                submission.by());
                var unread = unread(component);
                yield unread.isPresent()
                        ? Outcome.refused(unread.get())
                        : checked(component, found.warnings(), submission.path(), beside);
            }
        };
    }

    /// A version never changes, so what it says of its columns has to be right from the start.
    private Optional<Problem> unread(Component component) {
        return component
                .lookup()
                .flatMap(lookup -> rows.objection(component, lookup, LOOK_UP_WITHIN))
                .map(problem ->
                        Problem.of(
                                        problem.code(),
                                        component.id() + " was not applied: " + problem.what())
                                .because(problem.why())
                                .tryThis(problem.todo().toArray(String[]::new))
                                .inState("Nothing was applied."));
    }

    private Outcome<Checked> checked(
            Component component, List<String> warnings, String path, Set<ComponentId> beside)
            throws IOException {
        var all = new ArrayList<>(warnings);
        all.addAll(unknown(component, beside));
        var known = components.find(component.id());
        if (known.isEmpty()) {
            return Outcome.done(new Checked(component, "created", all));
        }
        var there = known.get();
        if (component.isSame(withWhatMayStillBeSaid(there, component))) {
            var again = with(there, component.way(), component.driven());
            var what = again.equals(there) ? "unchanged" : "changed";
            return Outcome.done(new Checked(again, what, all));
        }
        return Outcome.refused(
                ComponentClash.of(there, component, path).inState("Nothing was applied."));
    }

    /// Whoever takes a component along from elsewhere knows neither its way nor its world: a file may say these later. What
    /// was said once stands, above all which bytes its world promised.
    private static Component withWhatMayStillBeSaid(Component there, Component here) {
        boolean unsaid = there.way().equals(Component.Lineage.UNSAID);
        return unsaid
                ? with(
                        there,
                        here.way(),
                        there.driven().isPresent() ? there.driven() : here.driven())
                : there;
    }

    private static Component with(
            Component component, Component.Lineage way, Optional<Driven> driven) {
        return new Component(
                component.id(),
                component.kind(),
                component.content(),
                component.config(),
                way,
                driven,
                component.lookup(),
                component.at(),
                component.by());
    }

    private Outcome<Found> found(Declaration.OfComponent declared, Submission submission)
            throws IOException {
        var driven = driven(declared);
        if (driven instanceof Outcome.Refused<Optional<Driven>>(var problem)) {
            return Outcome.refused(problem);
        }
        var world = ((Outcome.Done<Optional<Driven>>) driven).value();
        if (declared.path().isEmpty()) {
            return declared.kind().equals(Component.CONFIG)
                    ? Outcome.refused(noConfig(declared.id(), submission))
                    : Outcome.done(new Found(Optional.empty(), Optional.empty(), world, List.of()));
        }
        var path = declared.path().get();
        var files = new SubmittedFiles(submission, releases);
        if (declared.kind().equals(Component.CONFIG)) {
            return files.text(path)
                    .then(text -> ConfigReader.parse(path.text(), text))
                    .then(config ->
                            Outcome.done(
                                    new Found(
                                            Optional.empty(),
                                            Optional.of(config),
                                            world,
                                            List.of())));
        }
        return files.blob(path).then(file -> content(declared, file, world));
    }

    /// A graph is loaded to see that it can be.
    private Outcome<Found> content(
            Declaration.OfComponent declared, Blob file, Optional<Driven> world) {
        boolean isGraph =
                declared.kind().equals(Component.FEATURES) && file.name().endsWith(".onnx");
        if (!isGraph) {
            return Outcome.done(new Found(Optional.of(file), Optional.empty(), world, List.of()));
        }
        return workbench
                .inspect(List.of(file))
                .then(signature ->
                        Outcome.done(
                                new Found(
                                        Optional.of(file),
                                        Optional.empty(),
                                        world,
                                        signature.warnings())));
    }

    /// The world is asked whether it has the version, and what exactly that is.
    private Outcome<Optional<Driven>> driven(Declaration.OfComponent declared) {
        if (declared.driver().isEmpty()) {
            return Outcome.done(Optional.empty());
        }
        var driver = declared.driver().get();
        Outcome<Mark> mark =
                drivers.make(declared.id().name(), driver.kind(), driver.settings())
                        .then(made -> made.find(driver.at()));
        return switch (mark) {
            case Outcome.Done<Mark>(var found) ->
                    Outcome.done(Optional.of(new Driven(driver.kind(), driver.settings(), found)));
            case Outcome.Refused<Mark>(var problem) ->
                    Outcome.refused(
                            Problem.of(
                                            problem.code(),
                                            declared.id() + " was not applied: " + problem.what())
                                    .because(problem.why())
                                    .tryThis(problem.todo().toArray(String[]::new))
                                    .inState("Nothing was applied."));
        };
    }

    private static Problem noConfig(ComponentId id, Submission submission) {
        return Problem.of(Code.INVALID_FILE, id + " has no file with its values.")
                .because("releases use a config component as it is, so it has to be stored here")
                .tryThis("name it in " + submission.path() + ": spec: {path: limits.yaml}")
                .inState("Nothing was applied.");
    }

    /// Versions may be applied in any order.
    private List<String> unknown(Component component, Set<ComponentId> beside) throws IOException {
        var warnings = new ArrayList<String>();
        var name = component.id().name();
        for (var version : component.way().revertsTo().orElse(List.of())) {
            if (isUnknown(new ComponentId(name, version), beside)) {
                warnings.add("reverts to " + version + ", which nobody has applied");
            }
        }
        for (var needed : component.way().requires().versions().entrySet()) {
            for (var version : needed.getValue()) {
                var id = new ComponentId(needed.getKey(), version);
                if (isUnknown(id, beside)) {
                    warnings.add(
                            "requires " + id.name() + " " + version + ", which nobody has applied");
                }
            }
        }
        return warnings;
    }

    private boolean isUnknown(ComponentId id, Set<ComponentId> beside) throws IOException {
        return !beside.contains(id) && components.find(id).isEmpty();
    }
}
