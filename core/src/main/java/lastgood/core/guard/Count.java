package lastgood.core.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.release.ServiceName;

/// What one gateway has counted for one rollout since that gateway started. Its numbers only grow, so a report that
/// comes late, twice or not at all does no harm: the one with the highest `sequence` is the whole truth.
///
/// @param gateway which gateway process, a name of its own each start
/// @param traffic requests by place
/// @param tallies by signal; labels are counted by control, not here
/// @param inputs what the model inputs of each release looked like, by release number
/// @param compared what the rollout's shadow saw; empty where it had none
/// @param included requests that got the candidate by a header, and not by chance; empty: there were none
public record Count(
        String gateway,
        long sequence,
        ServiceName service,
        int rollout,
        Map<Place, Traffic> traffic,
        Map<Signal, Tally> tallies,
        Map<Integer, List<ColumnSeen>> inputs,
        Optional<Comparison> compared,
        Optional<Traffic> included) {

    public Count {
        traffic = Map.copyOf(traffic);
        tallies = Map.copyOf(tallies);
        inputs = Map.copyOf(inputs);
    }

    /// Of a rollout without a shadow, in which nobody is included by a header.
    public Count(
            String gateway,
            long sequence,
            ServiceName service,
            int rollout,
            Map<Place, Traffic> traffic,
            Map<Signal, Tally> tallies,
            Map<Integer, List<ColumnSeen>> inputs) {
        this(
                gateway,
                sequence,
                service,
                rollout,
                traffic,
                tallies,
                inputs,
                Optional.empty(),
                Optional.empty());
    }

    /// Whether both say the same of the same rollout, whenever they were asked.
    public boolean hasTotalsOf(Count other) {
        return equals(
                new Count(
                        other.gateway,
                        sequence,
                        other.service,
                        other.rollout,
                        other.traffic,
                        other.tallies,
                        other.inputs,
                        other.compared,
                        other.included));
    }

    /// @param requests assigned to the arm
    /// @param answered by the arm's own release
    /// @param shielded the arm's release failed and live answered
    public record Traffic(long requests, long answered, long shielded) {
        public static final Traffic NONE = new Traffic(0, 0, 0);

        public Traffic plus(Traffic other) {
            return new Traffic(
                    requests + other.requests,
                    answered + other.answered,
                    shielded + other.shielded);
        }
    }

    /// What was seen of one model input column, after the features.
    ///
    /// @param outside how many values lay outside the range recorded in training
    public record ColumnSeen(
            String tensor,
            int index,
            String column,
            long seen,
            long outside,
            double least,
            double greatest) {}
}
