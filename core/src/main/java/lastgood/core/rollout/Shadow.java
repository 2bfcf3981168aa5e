package lastgood.core.rollout;

import java.time.Duration;

/// How long a candidate is in shadow before it answers anybody: it is asked copies of live's requests, and what it says
/// is held against what live said.
public sealed interface Shadow {
    /// No more copies of one service's requests a second, however many come.
    int MOST_A_SECOND = 100;

    /// Until so many of its answers were compared.
    record Answers(long number) implements Shadow {
        public Answers {
            if (number < 1) {
                throw new IllegalArgumentException("at least one answer, got " + number);
            }
        }
    }

    /// For so long at least.
    record Time(Duration time) implements Shadow {
        public Time {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("a time above 0, got " + time);
            }
        }
    }

    /// `shadow 200`, `shadow 30m`: as the file says it.
    default String text() {
        return switch (this) {
            case Answers(var number) -> "shadow " + number;
            case Time(var time) -> "shadow " + Sentences.duration(time);
        };
    }
}
