package lastgood.gateway.running;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.core.rollout.Audience;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.Tensor;

/// A prediction request, read and understood, but not yet held against any schema.
///
/// @param service as addressed; it exists
/// @param version the release number asked for; empty: whichever serves
/// @param key the sticky key
/// @param probe one of our own: answered like any other, counted nowhere
/// @param inputs by name
/// @param outputs asked for by name; empty: all
/// @param loan what the inputs take; whoever reads them longer than the answer takes holds on to it
/// @param arrivedNanos when the request was complete
/// @param withinNanos how long after that the caller still wants an answer; empty: he did not say
/// @param headers by which a rollout may tell whose request it is
public record Question(
        String service,
        Optional<Integer> version,
        Optional<String> key,
        boolean probe,
        Map<String, Tensor> inputs,
        List<String> outputs,
        Loan loan,
        long arrivedNanos,
        OptionalLong withinNanos,
        Audience.Headers headers) {

    public Question {
        outputs = List.copyOf(outputs);
    }

    /// How long it may take: what the release allows, or less where the caller is in a hurry.
    Duration limit(Duration allowed) {
        return isHurried(allowed) ? Duration.ofNanos(withinNanos.getAsLong()) : allowed;
    }

    /// Whether the caller gives less time than the release would take.
    boolean isHurried(Duration allowed) {
        return withinNanos.isPresent() && withinNanos.getAsLong() < allowed.toNanos();
    }

    /// The same once more, for nobody who waits.
    Question copy(long nowNanos) {
        return new Question(
                service,
                Optional.empty(),
                key,
                false,
                inputs,
                outputs,
                loan,
                nowNanos,
                OptionalLong.empty(),
                headers);
    }
}
