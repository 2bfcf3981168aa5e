package lastgood.control.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lastgood.control.rollout.Services;
import lastgood.core.port.Components;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Manifest;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Stack;
import lastgood.core.stack.Stacks;

/// Sees that what a file declares about stacks and components leaves something that can serve and go back.
final class StackCheck {
    private final Components components;
    private final Releases releases;
    private final Services services;

    StackCheck(Components components, Releases releases, Services services) {
        this.components = components;
        this.releases = releases;
        this.services = services;
    }

    /// @param live of each component that gets one live version by this stack and has readers: which one
    record Checked(Stack stack, String what, SortedMap<String, String> live) {}

    /// What serves, with what it was made with and what it accepts.
    private record Reader(String who, Manifest manifest) {}

    Outcome<Checked> check(Stack stack, Stacks stacks) throws IOException {
        var otherwise = otherwise(stack, stacks);
        if (otherwise.isPresent()) {
            return Outcome.refused(otherwise.get());
        }
        var what =
                Optional.ofNullable(stacks.declared().get(stack.name()))
                        .map(there -> there.equals(stack) ? "unchanged" : "changed")
                        .orElse("created");
        var readers = readers();
        var live = new TreeMap<String, String>();
        for (var member : stack.members()) {
            var name = member.component();
            boolean becomesOne =
                    member.liveVersions() == Stack.LiveVersions.ONE
                            && !stacks.live().containsKey(name);
            var reading =
                    readers.stream().filter(r -> r.manifest().accepted(name).isPresent()).toList();
            if (becomesOne && reading.stream().anyMatch(r -> r.manifest().used(name).isPresent())) {
                var version = common(name, reading);
                if (version.isEmpty()) {
                    return Outcome.refused(noCommon(name, reading));
                }
                live.put(name, version.get());
            }
            var bound = Optional.ofNullable(stacks.live().get(name));
            if (member.liveVersions() == Stack.LiveVersions.MANY && bound.isPresent()) {
                var others =
                        reading.stream()
                                .filter(r ->
                                        r.manifest()
                                                .used(name)
                                                .filter(u -> !u.version().equals(bound.get()))
                                                .isPresent())
                                .toList();
                if (!others.isEmpty()) {
                    return Outcome.refused(stillBound(name, bound.get(), others));
                }
            }
        }
        var misfits = ComponentNeeds.misfits(components.list(), stacks.live(), live);
        return misfits.isEmpty()
                ? Outcome.done(new Checked(stack, what, live))
                : Outcome.refused(unmet(stack, misfits));
    }

    private List<Reader> readers() throws IOException {
        var readers = new ArrayList<Reader>();
        for (var loop : services.all()) {
            var serving = loop.state().phase().serving();
            if (serving.isPresent()) {
                releases.find(loop.service(), serving.get())
                        .ifPresent(r ->
                                readers.add(
                                        new Reader(
                                                loop.service() + " " + serving.get(),
                                                r.manifest())));
            }
        }
        return readers;
    }

    /// What all accept: the one that most of them were made with, the newest of those.
    private Optional<String> common(String name, List<Reader> reading) throws IOException {
        var order =
                components.list().stream().map(Component::id).filter(id -> id.name().equals(name));
        Optional<String> best = Optional.empty();
        long most = 0;
        for (var id : order.toList()) {
            boolean fits =
                    reading.stream()
                            .allMatch(r ->
                                    r.manifest()
                                            .accepted(name)
                                            .orElse(List.of())
                                            .contains(id.version()));
            long made =
                    reading.stream()
                            .filter(r -> r.manifest().used(name).equals(Optional.of(id)))
                            .count();
            if (fits && made >= most && made > 0) {
                best = Optional.of(id.version());
                most = made;
            }
        }
        return best;
    }

    /// The same component in another stack, with another word about its live versions.
    private static Optional<Problem> otherwise(Stack stack, Stacks stacks) {
        for (var other : stacks.declared().values()) {
            for (var theirs : other.members()) {
                for (var ours : stack.members()) {
                    boolean differs =
                            !other.name().equals(stack.name())
                                    && theirs.component().equals(ours.component())
                                    && theirs.liveVersions() != ours.liveVersions();
                    if (differs) {
                        return Optional.of(
                                Problem.of(
                                                Code.INVALID_FILE,
                                                "Two stacks say different things of "
                                                        + ours.component()
                                                        + ".")
                                        .because(
                                                other.name()
                                                        + " says liveVersions: "
                                                        + theirs.liveVersions().text(),
                                                stack.name()
                                                        + " says liveVersions: "
                                                        + ours.liveVersions().text())
                                        .tryThis("say the same in both")
                                        .inState("Nothing was applied."));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Problem unmet(Stack stack, List<String> misfits) {
        return Problem.of(
                        Code.OTHERS_DO_NOT_FIT,
                        stack.name()
                                + " cannot have one live version of each: they do not fit each other.")
                .because(misfits)
                .tryThis(
                        "roll out releases made with versions that fit first",
                        "or say liveVersions: many")
                .inState("Nothing was applied.");
    }

    private static Problem noCommon(String name, List<Reader> reading) {
        return Problem.of(
                        Code.OTHERS_DO_NOT_FIT,
                        name + " cannot have one live version: what serves agrees on none.")
                .because(
                        reading.stream()
                                .map(r ->
                                        r.who()
                                                + " accepts "
                                                + name
                                                + " "
                                                + r.manifest().accepted(name).orElse(List.of()))
                                .toList())
                .tryThis(
                        "roll out releases that accept a common version first",
                        "or say liveVersions: many")
                .inState("Nothing was applied.");
    }

    private static Problem stillBound(String name, String live, List<Reader> others) {
        return Problem.of(
                        Code.OTHERS_DO_NOT_FIT,
                        name
                                + " cannot be read side by side yet: some read another version than their own.")
                .because(
                        "everybody reads " + live,
                        others.stream()
                                .map(r ->
                                        r.who()
                                                + " was made with "
                                                + r.manifest()
                                                        .used(name)
                                                        .map(ComponentId::version)
                                                        .orElse("?"))
                                .collect(Collectors.joining("; ")))
                .tryThis("roll out releases of these that were made with " + live)
                .inState("Nothing was applied.");
    }
}
