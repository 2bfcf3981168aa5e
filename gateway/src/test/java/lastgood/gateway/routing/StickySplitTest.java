package lastgood.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import lastgood.core.guard.Tally;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

class StickySplitTest {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final int KEYS = 100_000;

    /// The numbers are those of the reference XXH3. If one of these changes, every sticky user changes sides in the middle of a rollout.
    @Test
    void aKeyFallsWhereItAlwaysFell() {
        assertThat(StickySplit.place(WINE, 1, "alice")).isEqualTo(0.13547928946607246);
        assertThat(StickySplit.place(WINE, 2, "alice")).isEqualTo(0.8783252904235402);
        assertThat(StickySplit.place(WINE, 1, "ümläut 😀")).isEqualTo(0.40883908485698883);
        assertThat(StickySplit.place(new ServiceName("tumour"), 1, "alice"))
                .isEqualTo(0.476487770663931);
        assertThat(StickySplit.slot(WINE, 1, "alice")).isEqualTo(4489);
        assertThat(StickySplit.slot(WINE, 1, "bob")).isEqualTo(52240);
    }

    @Test
    void keysFallEvenly() {
        var tenths = new int[10];
        IntStream.range(0, KEYS)
                .forEach(k -> tenths[(int) (10 * StickySplit.place(WINE, 1, "user-" + k))]++);

        for (int tenth : tenths) {
            assertThat(tenth).isCloseTo(KEYS / 10, within(400));
        }
    }

    @Test
    void anotherRolloutDealsTheKeysAnew() {
        long both =
                IntStream.range(0, KEYS)
                        .filter(k -> StickySplit.place(WINE, 1, "user-" + k) < .1)
                        .filter(k -> StickySplit.place(WINE, 2, "user-" + k) < .1)
                        .count();

        assertThat((double) both / KEYS).isCloseTo(.01, within(.002));
    }

    @Test
    void slotsSayNothingAboutSidesAndAreUsedEvenly() {
        var slots =
                IntStream.range(0, KEYS)
                        .filter(k -> StickySplit.place(WINE, 1, "user-" + k) < .1)
                        .map(k -> StickySplit.slot(WINE, 1, "user-" + k))
                        .toArray();

        assertThat(IntStream.of(slots).allMatch(s -> s >= 0 && s < Tally.KeyMap.SLOTS)).isTrue();
        double below = IntStream.of(slots).filter(s -> s < Tally.KeyMap.SLOTS / 10).count();
        assertThat(below / slots.length).isCloseTo(.1, within(.01));
    }
}
