package lastgood.control.release;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.Services;
import lastgood.core.guard.Guard;
import lastgood.core.port.Components;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Sentences;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.Component;
import lastgood.wire.file.Declaration;
import lastgood.wire.file.DeclarationFile;
import lastgood.wire.file.Submission;
import lastgood.wire.view.AppliedView;

/// Applies what a file declares: services and components. Applying the same again changes nothing.
///
/// All of a file is checked before any of it is taken.
public final class Applier {
    private final Components components;
    private final Releases releases;
    private final Workbench workbench;
    private final Services services;
    private final InstantSource clock;

    public Applier(
            Components components,
            Releases releases,
            Workbench workbench,
            Services services,
            InstantSource clock) {
        this.components = components;
        this.releases = releases;
        this.workbench = workbench;
        this.services = services;
        this.clock = clock;
    }

    private sealed interface Checked {
        record OfService(Declaration.OfService declared) implements Checked {}

        record OfComponent(Component component, List<String> warnings) implements Checked {}
    }

    public Outcome<List<AppliedView>> apply(Submission submission) throws IOException {
        return switch (DeclarationFile.parse(submission.path(), submission.text())) {
            case Outcome.Refused<List<Declaration>>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<List<Declaration>>(var declarations) ->
                    apply(declarations, submission);
        };
    }

    private Outcome<List<AppliedView>> apply(List<Declaration> declarations, Submission submission)
            throws IOException {
        var checked = new ArrayList<Checked>();
        for (var declaration : declarations) {
            switch (check(declaration, submission)) {
                case Outcome.Done<Checked>(var one) -> checked.add(one);
                case Outcome.Refused<Checked>(var problem) -> {
                    return Outcome.refused(problem);
                }
            }
        }
        var views = new ArrayList<AppliedView>();
        for (var one : checked) {
            switch (take(one, submission.by())) {
                case Outcome.Done<AppliedView>(var view) -> views.add(view);
                case Outcome.Refused<AppliedView>(var problem) -> {
                    return Outcome.refused(problem);
                }
            }
        }
        return Outcome.done(views);
    }

    private Outcome<Checked> check(Declaration declaration, Submission submission)
            throws IOException {
        return switch (declaration) {
            case Declaration.OfService service -> Outcome.done(new Checked.OfService(service));
            case Declaration.OfComponent component -> component(component, submission);
        };
    }

    private Outcome<Checked> component(Declaration.OfComponent declared, Submission submission)
            throws IOException {
        var file = new SubmittedFiles(submission, releases).blob(declared.path());
        if (file instanceof Outcome.Refused<Blob>(var problem)) {
            return Outcome.refused(problem);
        }
        var graph = ((Outcome.Done<Blob>) file).value();
        var known = components.find(declared.id());
        var there = known.flatMap(Component::content).map(Blob::digest);
        if (known.isPresent() && !there.equals(Optional.of(graph.digest()))) {
            return Outcome.refused(
                    Problem.of(
                                    Code.COMPONENT_EXISTS,
                                    declared.id()
                                            + " exists with other bytes; nothing was applied.")
                            .because(
                                    "it is " + there.map(Digest::toString).orElse("none"),
                                    declared.path().text() + " is " + graph.digest())
                            .tryThis("give the new bytes a new version in " + submission.path()));
        }
        return workbench
                .inspect(List.of(graph))
                .then(signature ->
                        Outcome.done(
                                new Checked.OfComponent(
                                        new Component(
                                                declared.id(),
                                                declared.kind(),
                                                graph,
                                                clock.instant(),
                                                submission.by()),
                                        signature.warnings())));
    }

    private Outcome<AppliedView> take(Checked checked, Actor by) throws IOException {
        return switch (checked) {
            case Checked.OfComponent(var component, var warnings) -> {
                var what = components.find(component.id()).isPresent() ? "unchanged" : "created";
                components.add(component);
                yield Outcome.done(
                        new AppliedView("Component", component.id().toString(), what, warnings));
            }
            case Checked.OfService(var declared) -> {
                boolean isNew = services.find(declared.name()).isEmpty();
                var running =
                        services.find(declared.name()).flatMap(l -> l.state().phase().watched());
                var loop = services.open(declared.name());
                yield switch (loop.handle(
                        new Event.Applied(clock.instant(), by, declared.settings()))) {
                    case Answer.Refused(var problem) -> Outcome.refused(problem);
                    case Answer.Changed _ ->
                            Outcome.done(service(declared, isNew ? "created" : "changed", running));
                    case Answer.Same _ ->
                            Outcome.done(service(declared, "unchanged", Optional.empty()));
                };
            }
        };
    }

    private static AppliedView service(
            Declaration.OfService declared, String what, Optional<Rollout> running) {
        var notes = new ArrayList<>(warnings(declared.settings().terms()));
        running.map(r ->
                        "the rollout of "
                                + r.candidate()
                                + " keeps the steps and guards it started with; these hold from the next one on")
                .ifPresent(notes::add);
        return new AppliedView("Service", declared.name().text(), what, notes);
    }

    /// What is allowed and may not be meant.
    private static List<String> warnings(Terms terms) {
        var warnings = new ArrayList<String>();
        var compared =
                terms.guards().lines().stream()
                        .filter(guard -> guard.bound().needsBaseline())
                        .map(Guard::name)
                        .toList();
        if (terms.lastStep() == 0 && !compared.isEmpty()) {
            warnings.add(
                    "the only step is 100%, so no release ever serves beside live and these guards never apply: "
                            + String.join(", ", compared)
                            + "; add a step below 100%, or compare with a limit such as '<= 5%'");
        }
        var least = terms.stepTime().multipliedBy(terms.lastStep());
        if (terms.lastStep() > 0
                && terms.maxDuration().filter(most -> most.compareTo(least) <= 0).isPresent()) {
            warnings.add(
                    "the steps below 100% take "
                            + Sentences.duration(least)
                            + ", so a rollout is always over before it gets to 100%; make maxDuration longer");
        }
        return warnings;
    }
}
