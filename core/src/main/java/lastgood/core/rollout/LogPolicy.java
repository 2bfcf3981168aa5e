package lastgood.core.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What of a service's predictions is written to the prediction log, and how long it stays there.
public sealed interface LogPolicy {
    /// Where a service's file says nothing: everything, for a month, at most 10 GiB.
    LogPolicy USUAL =
            new On(Share.ALL, List.of(), true, true, Duration.ofDays(30), 10 * (1L << 30));

    /// Nothing is written.
    record Off() implements LogPolicy {}

    /// @param sample the part of predictions that is written
    /// @param redacted what is left out of those
    /// @param inputs whether what callers sent is written
    /// @param outputs whether what they were answered is written
    /// @param keep after which time it is deleted
    /// @param maxBytes above which the oldest is deleted, whatever its age
    record On(
            Share sample,
            List<Redacted> redacted,
            boolean inputs,
            boolean outputs,
            Duration keep,
            long maxBytes)
            implements LogPolicy {
        public On {
            redacted = List.copyOf(redacted);
            if (!keep.isPositive() || maxBytes < 1) {
                throw new IllegalArgumentException(
                        "what is kept for no time or in no bytes is not kept: say off, got "
                                + keep
                                + " and "
                                + maxBytes);
            }
        }

        public List<Redacted> redacted(Side side) {
            return redacted.stream().filter(r -> r.side() == side).toList();
        }
    }

    enum Side {
        INPUTS,
        OUTPUTS;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Values that must not be written.
    ///
    /// @param field a tensor, `TENSOR.COLUMN`, or a column of whichever tensor has one of that name
    record Redacted(Side side, String field) {
        public Redacted {
            if (field.isBlank()) {
                throw new IllegalArgumentException("a field has a name");
            }
        }

        /// Reads `inputs.age`.
        public static Optional<Redacted> parse(String text) {
            if (text.startsWith("inputs.") && text.length() > "inputs.".length()) {
                return Optional.of(new Redacted(Side.INPUTS, text.substring("inputs.".length())));
            }
            return text.startsWith("outputs.") && text.length() > "outputs.".length()
                    ? Optional.of(new Redacted(Side.OUTPUTS, text.substring("outputs.".length())))
                    : Optional.empty();
        }
    }
}
