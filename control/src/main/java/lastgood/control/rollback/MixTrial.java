package lastgood.control.rollback;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import lastgood.control.release.TensorFit;
import lastgood.core.guard.Situation;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Manifest;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;

/// Tries a stack that nobody has tried: what nothing declared speaks against may still not work.
final class MixTrial {
    private final Workbench workbench;
    private final Function<ServiceName, Settings> settings;

    MixTrial(Workbench workbench, Function<ServiceName, Settings> settings) {
        this.workbench = workbench;
        this.settings = settings;
    }

    /// What speaks against the mix: its graphs, the tensors that its schema declares, and recorded rows. In this order,
    /// since what does not fit cannot be replayed.
    List<String> against(Wish wish, Manifest mix) {
        if (!mix.parts().runtime().runsGraphs()) {
            return mix.parts().graphs().size() == 1
                    ? replayed(wish, mix)
                    : List.of(
                            mix.parts().runtime().engine()
                                    + " runs no graph, and the mix has one in front of it");
        }
        return switch (workbench.inspect(mix.parts().graphs())) {
            case Outcome.Refused<Workbench.Signature>(var problem) ->
                    Stream.concat(Stream.of(problem.what()), problem.why().stream()).toList();
            case Outcome.Done<Workbench.Signature>(var found) -> {
                var misfits = TensorFit.misfits(mix.parts().schema(), found.schema());
                yield misfits.isEmpty() ? replayed(wish, mix) : misfits;
            }
        };
    }

    private List<String> replayed(Wish wish, Manifest mix) {
        var rows = wish.live().evidence().rows();
        if (rows.isEmpty()) {
            return List.of();
        }
        var set = settings.apply(wish.live().service());
        var before = workbench.replay(wish.live().parts(), rows.get(), set);
        var after = workbench.replay(mix.parts(), rows.get(), set);
        if (before instanceof Outcome.Done<Workbench.Score>(var was)
                && after instanceof Outcome.Done<Workbench.Score>(var is)
                && was.rows() > 0) {
            return is.rate() < 1 - worst(set, 1 - was.rate())
                    ? List.of(
                            String.format(
                                    Locale.ROOT,
                                    "replay of %d recorded rows: accuracy %.1f %% instead of %.1f %%",
                                    is.rows(),
                                    100 * is.rate(),
                                    100 * was.rate()))
                    : List.of();
        }
        return after instanceof Outcome.Refused<Workbench.Score>(var problem)
                ? List.of("replay of recorded rows failed: " + problem.what())
                : List.of();
    }

    /// The greatest part of wrong answers that the service's own quality guards allow beside `live`.
    private static double worst(Settings settings, double live) {
        return settings.terms().guards().lines().stream()
                .filter(Situation::needsLabels)
                .mapToDouble(g -> g.greatest(live))
                .min()
                .orElse(1);
    }
}
