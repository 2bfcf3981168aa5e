package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import lastgood.core.guard.Comparison;
import lastgood.core.guard.Count;
import lastgood.core.rollout.Isolation;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

/// A candidate in shadow that runs inside the gateway, on threads of its own.
class ShadowTest extends ShadowContract {
    @Override
    Isolation isolation() {
        return Isolation.INLINE;
    }

    /// Copies may keep a sixteenth of the memory that callers are lent, and no more.
    @Test
    void whatFindsNoRoomIsCountedAndAnsweredAllTheSame() {
        try (var narrow = new House(s -> s.held = 64 << 10)) {
            var first = narrow.ready(narrow.drafts.of("two", 1, "models/times2.onnx"));
            var second = narrow.ready(narrow.drafts.of("two", 2, "models/times3.onnx"));
            narrow.tryOut(first, second, 0, House.watch(1, 0));

            for (int i = 0; i < 3; i++) {
                assertThat(release(narrow.infer("two", House.x(1, 2)))).isEqualTo("r1");
            }

            Patience.until("it is counted", () -> compared(narrow).left() > 0);
            assertThat(compared(narrow).answers()).isZero();
        }
    }

    private static Comparison compared(House house) {
        return house.gateway
                .counts()
                .count(TWO, 1)
                .flatMap(Count::compared)
                .orElse(Comparison.NONE);
    }
}
