package lastgood.core.guard;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lastgood.core.prediction.Arm;

/// All that is known in one rollout: every gateway's counts and the labels' tally.
///
/// @param compared what its shadow saw; empty where it had none, or has seen nothing yet
/// @param included requests that got the candidate by a header
/// @param pairs of its shadow that are labelled
public record Evidence(
        Map<Place, Count.Traffic> traffic,
        Map<Signal, Tally> tallies,
        Optional<Comparison> compared,
        Count.Traffic included,
        Pairs pairs) {
    public static final Evidence NONE = new Evidence(Map.of(), Map.of());

    public Evidence {
        traffic = Map.copyOf(traffic);
        tallies = Map.copyOf(tallies);
    }

    /// Without a shadow.
    public Evidence(Map<Place, Count.Traffic> traffic, Map<Signal, Tally> tallies) {
        this(traffic, tallies, Optional.empty(), Count.Traffic.NONE, Pairs.NONE);
    }

    /// Without labelled pairs.
    public static Evidence of(Collection<Count> counts, Tally wrong) {
        return of(counts, wrong, Pairs.NONE);
    }

    /// Sums the latest count of each gateway and the labels.
    public static Evidence of(Collection<Count> counts, Tally wrong, Pairs pairs) {
        var traffic = new HashMap<Place, Count.Traffic>();
        var tallies = new HashMap<Signal, Tally>();
        for (var count : counts) {
            count.traffic().forEach((place, t) -> traffic.merge(place, t, Count.Traffic::plus));
            count.tallies().forEach((signal, tally) -> tallies.merge(signal, tally, Tally::plus));
        }
        tallies.merge(new Signal.Wrong(), wrong, Tally::plus);
        var compared =
                counts.stream()
                        .flatMap(count -> count.compared().stream())
                        .reduce(Comparison::plus);
        var included =
                counts.stream()
                        .flatMap(count -> count.included().stream())
                        .reduce(Count.Traffic.NONE, Count.Traffic::plus);
        return new Evidence(traffic, tallies, compared, included, pairs);
    }

    public Tally tally(Signal signal) {
        return tallies.getOrDefault(signal, Tally.EMPTY);
    }

    /// How much has come about the candidate for a signal. It never falls, and what gateways count has a request behind it each
    /// time, also where its key is counted already. Of labels of such keys only their release knows (`EvidenceDesk`).
    public long heard(Signal signal) {
        long requests =
                traffic.entrySet().stream()
                        .filter(entry -> entry.getKey().arm() == Arm.CANDIDATE)
                        .mapToLong(entry -> entry.getValue().requests())
                        .sum();
        long heard = tally(signal).heard(Arm.CANDIDATE);
        return signal instanceof Signal.Wrong ? heard + pairs.heard() : requests + heard;
    }

    public Count.Traffic traffic(Place place) {
        return traffic.getOrDefault(place, Count.Traffic.NONE);
    }
}
