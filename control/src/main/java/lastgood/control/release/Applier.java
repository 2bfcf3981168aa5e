package lastgood.control.release;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import lastgood.control.binding.StackRecord;
import lastgood.control.move.StackMover;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.Services;
import lastgood.core.guard.Guard;
import lastgood.core.port.Components;
import lastgood.core.port.Drivers;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Actor;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Outlook;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Sentences;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.Stacks;
import lastgood.wire.file.Declaration;
import lastgood.wire.file.DeclarationFile;
import lastgood.wire.file.Submission;
import lastgood.wire.view.AppliedView;

/// Applies what a file declares: services, components and stacks. Applying the same again changes nothing.
///
/// All of a file is checked before any of it is taken.
public final class Applier {
    private final Components components;
    private final Services services;
    private final StackRecord record;
    private final StackMover mover;
    private final ComponentCheck componentCheck;
    private final StackCheck stackCheck;
    private final FallbackFit fallbackFit;
    private final InstantSource clock;

    public Applier(
            Components components,
            Releases releases,
            Workbench workbench,
            Drivers drivers,
            FeatureRows rows,
            Services services,
            StackRecord record,
            StackMover mover,
            InstantSource clock) {
        this.components = components;
        this.services = services;
        this.record = record;
        this.mover = mover;
        this.clock = clock;
        componentCheck = new ComponentCheck(components, releases, workbench, drivers, rows, clock);
        stackCheck = new StackCheck(components, releases, services);
        fallbackFit = new FallbackFit(releases, services);
    }

    private sealed interface Checked {
        record OfService(Declaration.OfService declared) implements Checked {}

        record OfComponent(ComponentCheck.Checked component) implements Checked {}

        record OfStack(StackCheck.Checked stack) implements Checked {}
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
        var stacks = record.now();
        var beside =
                declarations.stream()
                        .filter(Declaration.OfComponent.class::isInstance)
                        .map(d -> ((Declaration.OfComponent) d).id())
                        .collect(Collectors.toSet());
        for (var declaration : declarations) {
            switch (check(declaration, submission, stacks, beside)) {
                case Outcome.Done<Checked>(var one) -> checked.add(one);
                case Outcome.Refused<Checked>(var problem) -> {
                    return Outcome.refused(problem);
                }
            }
            if (declaration instanceof Declaration.OfStack(var stack)) {
                var entry = new StackEntry.Declared(clock.instant(), submission.by(), stack);
                stacks = stacks.after(entry);
            }
        }
        var cycle =
                ComponentNeeds.cycle(
                        components.list(),
                        checked.stream()
                                .filter(Checked.OfComponent.class::isInstance)
                                .map(c -> ((Checked.OfComponent) c).component().component())
                                .toList());
        if (cycle.isPresent()) {
            return Outcome.refused(cycle.get());
        }
        var views = new ArrayList<AppliedView>();
        for (var one : checked) {
            switch (take(one, submission)) {
                case Outcome.Done<AppliedView>(var view) -> views.add(view);
                case Outcome.Refused<AppliedView>(var problem) -> {
                    return Outcome.refused(problem);
                }
            }
        }
        return Outcome.done(views);
    }

    private Outcome<Checked> check(
            Declaration declaration, Submission submission, Stacks stacks, Set<ComponentId> beside)
            throws IOException {
        return switch (declaration) {
            case Declaration.OfService service ->
                    fallbackFit
                            .objection(service)
                            .<Outcome<Checked>>map(Outcome::refused)
                            .orElseGet(() -> Outcome.done(new Checked.OfService(service)));
            case Declaration.OfComponent component ->
                    componentCheck
                            .check(component, submission, beside)
                            .then(c -> Outcome.done(new Checked.OfComponent(c)));
            case Declaration.OfStack(var stack) ->
                    stackCheck.check(stack, stacks).then(c -> Outcome.done(new Checked.OfStack(c)));
        };
    }

    private Outcome<AppliedView> take(Checked checked, Submission submission) throws IOException {
        var by = submission.by();
        return switch (checked) {
            case Checked.OfComponent(var component) -> component(component, submission);
            case Checked.OfStack(var stack) -> stack(stack, by);
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

    /// Worlds take their time to answer, so somebody else may have applied the same version since it was looked for.
    private Outcome<AppliedView> component(ComponentCheck.Checked checked, Submission submission)
            throws IOException {
        var component = checked.component();
        var there = components.add(component);
        if (checked.what().equals("created") && !there.isSame(component)) {
            return Outcome.refused(
                    ComponentClash.of(there, component, submission.path())
                            .inState("What stands before it in the file was applied."));
        }
        if (checked.what().equals("changed")) {
            components.restate(component);
        }
        return Outcome.done(
                new AppliedView(
                        "Component",
                        component.id().toString(),
                        checked.what(),
                        checked.warnings()));
    }

    /// What serves already reads one version of what is shared, or is made to, in one switch.
    private Outcome<AppliedView> stack(StackCheck.Checked checked, Actor by) throws IOException {
        var stack = checked.stack();
        if (!checked.what().equals("unchanged")) {
            record.write(new StackEntry.Declared(clock.instant(), by, stack));
        }
        var notes = new ArrayList<String>();
        for (var live : checked.live().entrySet()) {
            notes.add("everybody reads " + live.getKey() + " " + live.getValue() + " from now on");
        }
        var problem = mover.unite(checked.live(), by);
        return problem.<Outcome<AppliedView>>map(p ->
                        Outcome.refused(
                                p.inState(
                                        "The stack is declared. Its components get their live version when it is applied again.")))
                .orElseGet(() ->
                        Outcome.done(
                                new AppliedView("Stack", stack.name(), checked.what(), notes)));
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
        new Outlook(terms, OptionalDouble.empty(), Map.of())
                .lints()
                .forEach(lint -> warnings.add("'" + lint.guard() + "' " + lint.text()));
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
