package lastgood.control.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import lastgood.wire.view.ComponentView;
import lastgood.wire.view.GraphView;
import lastgood.wire.view.ReaderView;

/// Answers who reads what. Reads the stores each time: what it says is what is written down now.
public final class StackDesk {
    private final Components components;
    private final Releases releases;
    private final Services services;

    public StackDesk(Components components, Releases releases, Services services) {
        this.components = components;
        this.releases = releases;
        this.services = services;
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
                        .because(
                                Nearest.of(name, names)
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse(
                                                names.isEmpty()
                                                        ? "no component was ever applied"
                                                        : "components there are: "
                                                                + String.join(", ", names)))
                        .tryThis("lastgood component list"));
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
        var reads = new ArrayList<ReaderView>();
        for (var loop : asked) {
            reads.addAll(readersNow(loop.service(), loop.state()));
        }
        var read = reads.stream().map(ReaderView::component).toList();
        var shown = components.list().stream().filter(c -> read.contains(c.id().name())).toList();
        return new GraphView(
                asked.stream().map(loop -> loop.service().text()).toList(),
                views(shown, reads),
                reads);
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
                    .ifPresent(release -> readers.addAll(ReaderView.of(release, state)));
        }
        return readers;
    }

    private static List<ComponentView> views(List<Component> shown, List<ReaderView> readers) {
        return shown.stream().map(c -> ComponentView.of(c, readers)).toList();
    }

    private List<ReaderView> readers(List<ServiceLoop> loops) throws IOException {
        var readers = new ArrayList<ReaderView>();
        for (var loop : loops) {
            var state = loop.state();
            for (var release : releases.list(loop.service())) {
                readers.addAll(ReaderView.of(release, state));
            }
        }
        return readers;
    }
}
