package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Reading;
import lastgood.core.incident.Incident;
import lastgood.core.release.ReleaseId;

/// The story of one trip.
///
/// @param rollout the number of the rollout it ended
/// @param returnedTo null: there was nothing to return to, traffic did not move
/// @param resolvedAt when traffic was seen where it should be; null until then
/// @param why said where it was no guard that tripped; null else
/// @param replay what both releases say to the same recorded rows; null without such rows
public record IncidentView(
        String id,
        String service,
        int rollout,
        String release,
        Optional<String> returnedTo,
        Instant at,
        Optional<Instant> resolvedAt,
        List<Trip> tripped,
        long answers,
        long wrong,
        long unlabelled,
        Optional<Suspect> suspect,
        Optional<Replay> replay,
        boolean held,
        Optional<String> why) {

    public IncidentView {
        tripped = List.copyOf(tripped);
    }

    /// A guard as it stood when it tripped.
    ///
    /// @param evidence how many times likelier what was seen is if the bound is broken
    /// @param liveToo live's own rate where it broke the same limit; null otherwise
    /// @param pairs what labels said of requests that both releases answered, one in shadow; null: there are none
    public record Trip(
            String guard,
            String metric,
            Optional<Double> candidate,
            Optional<Double> baseline,
            Optional<Double> bound,
            long n,
            double evidence,
            Optional<Double> liveToo,
            Optional<GuardView.Pairs> pairs) {

        static Trip of(Reading reading) {
            var shown = reading.shown();
            return new Trip(
                    reading.guard().name(),
                    reading.guard().metric().text(),
                    GuardView.boxed(shown.candidate()),
                    GuardView.boxed(shown.baseline()),
                    GuardView.boxed(shown.bound()),
                    reading.n(),
                    reading.times(),
                    GuardView.boxed(shown.liveToo()),
                    GuardView.Pairs.of(reading));
        }
    }

    /// The part that the evidence points to.
    public record Suspect(String part, String what) {}

    public record Replay(long rows, double releaseRight, double returnedToRight) {}

    public static IncidentView of(Incident incident) {
        return new IncidentView(
                incident.id(),
                incident.service().text(),
                incident.rollout(),
                incident.release().name(),
                incident.returnedTo().map(ReleaseId::name),
                incident.at(),
                incident.resolvedAt(),
                incident.tripped().stream().map(Trip::of).toList(),
                incident.answers(),
                incident.wrong(),
                incident.unlabelled(),
                incident.suspect().map(s -> new Suspect(s.part().text(), s.what())),
                incident.replay()
                        .map(r -> new Replay(r.rows(), r.releaseRight(), r.returnedToRight())),
                incident.held(),
                incident.why());
    }
}
