package lastgood.control.stack;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.port.Components;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.State;
import lastgood.core.stack.Component;
import lastgood.wire.view.ComponentHistoryView;
import lastgood.wire.view.ComponentView;
import lastgood.wire.view.GraphView;
import lastgood.wire.view.ReaderView;
import lastgood.wire.view.StackView;

/// Answers who reads what. Reads the stores each time: what it says is what is written down now.
public final class StackDesk {
    private final Components components;
    private final Releases releases;
    private final Services services;
    private final StackRecord record;

    public StackDesk(
            Components components, Releases releases, Services services, StackRecord record) {
        this.components = components;
        this.releases = releases;
        this.services = services;
        this.record = record;
    }

    /// As declared, by name.
    public List<StackView> stacks() throws IOException {
        var reads = readsNow(services.all());
        var stacks = record.now();
        return stacks.declared().values().stream()
                .map(stack -> StackView.of(stack, stacks, reads))
                .toList();
    }

    public Outcome<StackView> stack(String name) throws IOException {
        var all = stacks();
        var named = all.stream().filter(view -> view.stack().equals(name)).findFirst();
        var names = all.stream().map(StackView::stack).toList();
        return named.map(Outcome::done)
                .orElseGet(() ->
                        Outcome.refused(
                                Problem.of(Code.NO_SUCH_STACK, "There is no stack '" + name + "'.")
                                        .because(known(name, names, "stack"))
                                        .tryThis("lastgood stack list")));
    }

    /// Every version there is, by name, then oldest first.
    public List<ComponentView> components() throws IOException {
        return views(components.list(), readers(services.all()));
    }

    /// All versions of one component, oldest first.
    public Outcome<List<ComponentView>> component(String name) throws IOException {
        var all = components.list();
        var versions = all.stream().filter(c -> c.id().name().equals(name)).toList();
        if (!versions.isEmpty()) {
            return Outcome.done(views(versions, readers(services.all())));
        }
        var names = all.stream().map(c -> c.id().name()).distinct().toList();
        return Outcome.refused(
                Problem.of(Code.NO_SUCH_COMPONENT, "There is no component '" + name + "'.")
                        .because(known(name, names, "component"))
                        .tryThis("lastgood component list"));
    }

    private static String known(String name, List<String> names, String what) {
        return Nearest.of(name, names)
                .map(near -> "did you mean " + near + "?")
                .orElse(
                        names.isEmpty()
                                ? "no " + what + " was ever applied"
                                : what + "s there are: " + String.join(", ", names));
    }

    /// What was live of a component when, and who read it.
    ///
    /// @param at only what was true then
    public Outcome<ComponentHistoryView> history(String name, Optional<Instant> at)
            throws IOException {
        return switch (component(name)) {
            case Outcome.Refused<List<ComponentView>>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<List<ComponentView>>(var versions) ->
                    Outcome.done(
                            ComponentHistoryView.of(
                                    name,
                                    versions.stream()
                                            .map(ComponentView::at)
                                            .min(Comparator.naturalOrder())
                                            .orElseThrow(),
                                    new Past(releases, services, record).of(name),
                                    at));
        };
    }

    /// @param only this service and what it reads; empty: all
    public Outcome<GraphView> graph(Optional<String> only) throws IOException {
        if (only.isEmpty()) {
            return Outcome.done(graph(services.all()));
        }
        return switch (services.named(only.get())) {
            case Outcome.Done<ServiceLoop>(var loop) -> Outcome.done(graph(List.of(loop)));
            case Outcome.Refused<ServiceLoop>(var problem) -> Outcome.refused(problem);
        };
    }

    private GraphView graph(List<ServiceLoop> asked) throws IOException {
        var reads = readsNow(asked);
        var read = reads.stream().map(ReaderView::component).toList();
        var shown = components.list().stream().filter(c -> read.contains(c.id().name())).toList();
        return new GraphView(
                asked.stream().map(loop -> loop.service().text()).toList(),
                views(shown, reads),
                reads);
    }

    private List<ReaderView> readsNow(List<ServiceLoop> loops) throws IOException {
        var reads = new ArrayList<ReaderView>();
        for (var loop : loops) {
            reads.addAll(readersNow(loop.service(), loop.state()));
        }
        return reads;
    }

    /// Of what is live, is tried and stands by, by number: the rest of a long history need not be read for that.
    private List<ReaderView> readersNow(ServiceName service, State state) throws IOException {
        var ids =
                Stream.of(state.phase().serving(), state.phase().candidate(), state.rollbackTo())
                        .flatMap(Optional::stream)
                        .distinct()
                        .sorted(Comparator.comparingInt(ReleaseId::number))
                        .toList();
        var readers = new ArrayList<ReaderView>();
        for (var id : ids) {
            releases.find(service, id)
                    .ifPresent(
                            release -> readers.addAll(ReaderView.of(release, state, record.now())));
        }
        return readers;
    }

    private List<ComponentView> views(List<Component> shown, List<ReaderView> readers) {
        var stacks = record.now();
        return shown.stream().map(c -> ComponentView.of(c, stacks, readers)).toList();
    }

    private List<ReaderView> readers(List<ServiceLoop> loops) throws IOException {
        var readers = new ArrayList<ReaderView>();
        for (var loop : loops) {
            var state = loop.state();
            for (var release : releases.list(loop.service())) {
                readers.addAll(ReaderView.of(release, state, record.now()));
            }
        }
        return readers;
    }
}
