package lastgood.core.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;

/// What is remembered of a service whatever its rollout does.
///
/// @param settings empty until a service file was applied; the defaults hold till then
/// @param releases all of them, by number
/// @param good numbers of those that earned it
/// @param held by number
/// @param epoch of the latest route
/// @param rollouts how many there have been
/// @param pruned by number: what was let go. It is offered no more, but its number stays its own
public record Standing(
        Optional<Settings> settings,
        List<ReleaseId> releases,
        List<Integer> good,
        SortedMap<Integer, Hold> held,
        long epoch,
        int rollouts,
        SortedMap<Integer, Pruned> pruned) {
    public static final Standing NEW =
            new Standing(Optional.empty(), List.of(), List.of(), new TreeMap<>(), 0, 0);

    /// Of which nothing was ever pruned.
    public Standing(
            Optional<Settings> settings,
            List<ReleaseId> releases,
            List<Integer> good,
            SortedMap<Integer, Hold> held,
            long epoch,
            int rollouts) {
        this(settings, releases, good, held, epoch, rollouts, new TreeMap<>());
    }

    public Standing {
        releases = List.copyOf(releases);
        good = good.stream().distinct().sorted().toList();
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
        pruned = Collections.unmodifiableSortedMap(new TreeMap<>(pruned));
    }

    public Optional<ReleaseId> release(int number) {
        return number >= 1 && number <= releases.size()
                ? Optional.of(releases.get(number - 1))
                : Optional.empty();
    }

    public Optional<ReleaseId> release(Digest digest) {
        return releases.stream().filter(r -> r.digest().equals(digest)).findFirst();
    }

    public boolean isHeld(ReleaseId release) {
        return hold(release).isPresent();
    }

    public Optional<Hold> hold(ReleaseId release) {
        return Optional.ofNullable(held.get(release.number()));
    }

    public boolean isGood(ReleaseId release) {
        return good.contains(release.number());
    }

    public boolean isPruned(ReleaseId release) {
        return pruning(release).isPresent();
    }

    public Optional<Pruned> pruning(ReleaseId release) {
        return Optional.ofNullable(pruned.get(release.number()));
    }

    /// The newest release that earned it, is not held and still there.
    public Optional<ReleaseId> lastGood() {
        return releases.stream().filter(this::isTarget).reduce((_, newer) -> newer);
    }

    /// The newest good release older than `live` that is not held and still there.
    public Optional<ReleaseId> goodBefore(ReleaseId live) {
        return releases.stream()
                .filter(r -> r.number() < live.number() && isTarget(r))
                .reduce((_, newer) -> newer);
    }

    private boolean isTarget(ReleaseId release) {
        return isGood(release) && !isHeld(release) && !isPruned(release);
    }

    Standing withPruned(ReleaseId release, Pruned how) {
        var more = new TreeMap<>(pruned);
        more.put(release.number(), how);
        return new Standing(settings, releases, good, held, epoch, rollouts, more);
    }

    /// Its bytes were stored again.
    Standing withoutPruned(ReleaseId release) {
        var fewer = new TreeMap<>(pruned);
        fewer.remove(release.number());
        return new Standing(settings, releases, good, held, epoch, rollouts, fewer);
    }

    Standing withSettings(Settings next) {
        return new Standing(Optional.of(next), releases, good, held, epoch, rollouts, pruned);
    }

    Standing withRelease(ReleaseId next) {
        var longer = new ArrayList<>(releases);
        longer.add(next);
        return new Standing(settings, longer, good, held, epoch, rollouts, pruned);
    }

    Standing withGood(ReleaseId release) {
        var longer = new ArrayList<>(good);
        longer.add(release.number());
        return new Standing(settings, releases, longer, held, epoch, rollouts, pruned);
    }

    Standing withHold(ReleaseId release, Hold hold) {
        var more = new TreeMap<>(held);
        more.putIfAbsent(release.number(), hold);
        return new Standing(settings, releases, good, more, epoch, rollouts, pruned);
    }

    Standing withoutHold(ReleaseId release) {
        var fewer = new TreeMap<>(held);
        fewer.remove(release.number());
        return new Standing(settings, releases, good, fewer, epoch, rollouts, pruned);
    }

    Standing at(long later) {
        return new Standing(
                settings, releases, good, held, Math.max(epoch, later), rollouts, pruned);
    }

    Standing withNextEpoch() {
        return new Standing(settings, releases, good, held, epoch + 1, rollouts, pruned);
    }

    Standing withNextRollout() {
        return new Standing(settings, releases, good, held, epoch, rollouts + 1, pruned);
    }
}
