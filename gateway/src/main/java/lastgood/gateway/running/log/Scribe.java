package lastgood.gateway.running.log;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import lastgood.core.port.PredictionLog;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.prediction.LoggedPrediction.Status;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes what was answered for the prediction log, on the thread that answered, once the answer is on its way.
///
/// What callers sent is copied at once: nothing of a request outlives what was paid for it. Whatever goes wrong here is
/// a dropped record, never a request's trouble.
public final class Scribe {
    private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);

    /// Larger requests are logged without the values that do not fit.
    static final long MOST_VALUES = 1 << 20;

    private final PredictionLog log;
    private final BiFunction<ServiceName, String, String> pseudonym;

    /// @param pseudonym what stands for a sticky key
    public Scribe(PredictionLog log, BiFunction<ServiceName, String, String> pseudonym) {
        this.log = log;
        this.pseudonym = pseudonym;
    }

    /// What is known of a request when it is over.
    ///
    /// @param inputs as the caller sent them
    /// @param key the sticky key
    public record Asked(
            Collection<Tensor> inputs,
            Optional<String> key,
            long epoch,
            Optional<Route.Watch> watch,
            Arm arm,
            long atMillis,
            long nanos) {}

    public void answered(
            LogRule rule, Asked asked, String id, List<Tensor> outputs, boolean shielded) {
        if (rule.takes(id)) {
            note(
                    rule,
                    asked,
                    Status.ANSWERED,
                    Optional.empty(),
                    Optional.of(id),
                    outputs,
                    shielded,
                    false);
        }
    }

    /// No release answered: the fixed answer of the service, or nothing.
    ///
    /// @param code of the problem
    public void unanswered(LogRule rule, Asked asked, String code, List<Tensor> fixed) {
        if (rule.takesAny()) {
            note(
                    rule,
                    asked,
                    fixed.isEmpty() ? Status.FAILED : Status.DEGRADED,
                    Optional.of(code),
                    Optional.empty(),
                    fixed,
                    false,
                    false);
        }
    }

    /// What a candidate in shadow said to a copy; nobody was told.
    ///
    /// @param id of live's answer; empty: live gave none
    /// @param code of the problem, where the candidate gave no answer
    public void inShadow(
            LogRule rule,
            Asked asked,
            Optional<String> id,
            Optional<String> code,
            List<Tensor> outputs) {
        if (id.map(rule::takes).orElseGet(rule::takesAny)) {
            note(
                    rule,
                    asked,
                    code.isPresent() ? Status.FAILED : Status.ANSWERED,
                    code,
                    id,
                    outputs,
                    false,
                    true);
        }
    }

    private void note(
            LogRule rule,
            Asked asked,
            Status status,
            Optional<String> code,
            Optional<String> id,
            List<Tensor> outputs,
            boolean shielded,
            boolean shadow) {
        try {
            var copies = new Copies(MOST_VALUES);
            var said =
                    rule.hasOutputs()
                            ? copies.of(outputs, rule.outputs())
                            : List.<LoggedTensor>of();
            var given =
                    rule.hasInputs()
                            ? copies.of(asked.inputs(), rule.inputs())
                            : List.<LoggedTensor>of();
            var release = rule.release();
            log.note(
                    new LoggedPrediction(
                            asked.atMillis(),
                            release,
                            asked.epoch(),
                            asked.watch().map(Route.Watch::rollout).orElse(0),
                            asked.watch().map(Route.Watch::step).orElse(0),
                            asked.watch().isPresent() ? asked.arm() : Arm.LIVE,
                            shielded,
                            shadow,
                            status,
                            code,
                            id,
                            asked.key().map(key -> pseudonym.apply(release.service(), key)),
                            asked.nanos() / 1000,
                            copies.isComplete(),
                            given,
                            said));
        } catch (RuntimeException | OutOfMemoryError e) {
            log.dropped(rule.release().service());
            LOG.debug("a prediction could not be noted", e);
        }
    }
}
