package lastgood.gateway.running.log;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import lastgood.core.prediction.LoggedRelease;
import lastgood.core.release.Release;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.LogPolicy;
import lastgood.core.rollout.LogPolicy.Side;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is logged of one release's predictions: what its service's file says, held against its schema once.
public final class LogRule {
    private static final Logger LOG = LoggerFactory.getLogger(LogRule.class);
    private static final Hasher64 HASH = Hashing.xxh3_64();

    private final LogPolicy policy;
    private final LoggedRelease release;
    private final double share;
    private final boolean hasInputs;
    private final boolean hasOutputs;
    private final Redaction inputs;
    private final Redaction outputs;

    private LogRule(
            LogPolicy policy,
            LoggedRelease release,
            double share,
            boolean hasInputs,
            boolean hasOutputs,
            Redaction inputs,
            Redaction outputs) {
        this.policy = policy;
        this.release = release;
        this.share = share;
        this.hasInputs = hasInputs;
        this.hasOutputs = hasOutputs;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    public static LogRule of(Release release, LogPolicy policy) {
        var logged = LoggedRelease.of(release);
        return switch (policy) {
            case LogPolicy.Off() ->
                    new LogRule(
                            policy, logged, 0, false, false, Redaction.NOTHING, Redaction.NOTHING);
            case LogPolicy.On on -> {
                var schema = release.parts().schema();
                yield new LogRule(
                        policy,
                        logged,
                        on.sample().fraction(),
                        on.inputs(),
                        on.outputs(),
                        redaction(logged, on, Side.INPUTS, schema.inputs()),
                        redaction(logged, on, Side.OUTPUTS, schema.outputs()));
            }
        };
    }

    /// The rule after the file has changed, which it mostly has not.
    public LogRule under(Release same, LogPolicy now) {
        return policy.equals(now) ? this : of(same, now);
    }

    /// The rule for a request that was as well meant for another release of the service: what callers send is called by
    /// the names of either one's schema, and in its order.
    public LogRule beside(LogRule other) {
        var both = inputs.and(other.inputs);
        return both.equals(inputs)
                ? this
                : new LogRule(policy, release, share, hasInputs, hasOutputs, both, outputs);
    }

    /// Whether the prediction of this id is in the sample: the same everywhere, and at every time.
    public static boolean isSampled(String predictionId, double share) {
        long hash = HASH.hashBytesToLong(predictionId.getBytes(StandardCharsets.US_ASCII));
        return (hash >>> 11) * 0x1p-53 < share;
    }

    /// Nothing of this release is ever logged.
    public boolean isOff() {
        return share == 0;
    }

    boolean takes(String predictionId) {
        return share == 1 || (share > 0 && isSampled(predictionId, share));
    }

    /// Those without an id are drawn by chance.
    boolean takesAny() {
        return share == 1 || ThreadLocalRandom.current().nextDouble() < share;
    }

    LoggedRelease release() {
        return release;
    }

    boolean hasInputs() {
        return hasInputs;
    }

    boolean hasOutputs() {
        return hasOutputs;
    }

    Redaction inputs() {
        return inputs;
    }

    Redaction outputs() {
        return outputs;
    }

    private static Redaction redaction(
            LoggedRelease release, LogPolicy.On policy, Side side, List<TensorSpec> tensors) {
        var redaction = Redaction.of(policy.redacted(side), tensors);
        if (!redaction.unknown().isEmpty()) {
            LOG.warn(
                    "{} {} has no {} named {}, which its service's file redacts: none of its {} are logged",
                    release.service(),
                    release.id(),
                    side.text(),
                    redaction.unknown(),
                    side.text());
        }
        return redaction;
    }
}
