package lastgood.ledger.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Hold;
import lastgood.core.rollout.Pruned;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Standing;

/// A service's standing after an entry, as it is stored: what changed since the entry before, so that a journal grows
/// with what happened and not with how many releases there are.
public sealed interface StoredStanding {
    Standing after(Standing before);

    /// All of it, where the one before does not lead to it.
    ///
    /// @param pruned empty: nothing was
    record Whole(Basis standing, Optional<SortedMap<Integer, Pruned>> pruned)
            implements StoredStanding {
        @Override
        public Standing after(Standing before) {
            return new Standing(
                    standing.settings(),
                    standing.releases(),
                    standing.good(),
                    standing.held(),
                    standing.epoch(),
                    standing.rollouts(),
                    pruned.orElseGet(TreeMap::new));
        }
    }

    /// What a standing was before releases could be pruned.
    record Basis(
            Optional<Settings> settings,
            List<ReleaseId> releases,
            List<Integer> good,
            SortedMap<Integer, Hold> held,
            long epoch,
            int rollouts) {
        static Basis of(Standing all) {
            return new Basis(
                    all.settings(),
                    all.releases(),
                    all.good(),
                    all.held(),
                    all.epoch(),
                    all.rollouts());
        }
    }

    /// @param settings empty: as before
    /// @param releases those that are new
    /// @param good those that are now, by number
    /// @param held new holds, by number
    /// @param unheld numbers whose hold is lifted
    /// @param pruned newly, by number; empty: none
    /// @param restored numbers that were pruned and are there again; empty: none
    record Change(
            Optional<Settings> settings,
            List<ReleaseId> releases,
            List<Integer> good,
            SortedMap<Integer, Hold> held,
            List<Integer> unheld,
            long epoch,
            int rollouts,
            Optional<SortedMap<Integer, Pruned>> pruned,
            Optional<List<Integer>> restored)
            implements StoredStanding {

        @Override
        public Standing after(Standing before) {
            var holds = new TreeMap<>(before.held());
            unheld.forEach(holds::remove);
            holds.putAll(held);
            var gone = new TreeMap<>(before.pruned());
            restored.ifPresent(numbers -> numbers.forEach(gone::remove));
            pruned.ifPresent(gone::putAll);
            return new Standing(
                    settings.or(before::settings),
                    releases.isEmpty() ? before.releases() : joined(before.releases(), releases),
                    good.isEmpty() ? before.good() : joined(before.good(), good),
                    holds,
                    epoch,
                    rollouts,
                    gone);
        }
    }

    static StoredStanding of(Standing before, Standing after) {
        var change = change(before, after);
        return change.after(before).equals(after)
                ? change
                : new Whole(
                        Basis.of(after),
                        Optional.of(after.pruned()).filter(gone -> !gone.isEmpty()));
    }

    private static Change change(Standing before, Standing after) {
        var held = new TreeMap<>(after.held());
        held.entrySet().removeAll(before.held().entrySet());
        SortedMap<Integer, Pruned> pruned = new TreeMap<>(after.pruned());
        pruned.entrySet().removeAll(before.pruned().entrySet());
        var restored =
                before.pruned().keySet().stream()
                        .filter(n -> !after.pruned().containsKey(n))
                        .toList();
        int known = Math.min(before.releases().size(), after.releases().size());
        return new Change(
                after.settings().filter(s -> !before.settings().equals(Optional.of(s))),
                after.releases().subList(known, after.releases().size()),
                after.good().stream().filter(n -> !before.good().contains(n)).toList(),
                held,
                before.held().keySet().stream().filter(n -> !after.held().containsKey(n)).toList(),
                after.epoch(),
                after.rollouts(),
                Optional.of(pruned).filter(gone -> !gone.isEmpty()),
                Optional.of(restored).filter(numbers -> !numbers.isEmpty()));
    }

    private static <T> List<T> joined(List<T> before, List<T> more) {
        var all = new ArrayList<>(before);
        all.addAll(more);
        return all;
    }
}
