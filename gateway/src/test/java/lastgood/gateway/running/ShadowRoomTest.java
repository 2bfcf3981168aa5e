package lastgood.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import lastgood.core.release.ServiceName;
import lastgood.gateway.running.ShadowRoom.Entry;
import org.junit.jupiter.api.Test;

class ShadowRoomTest {
    private static final ServiceName WINE = new ServiceName("wine");
    private static final ServiceName TUMOUR = new ServiceName("tumour");
    private static final long SECOND = 1_000_000_000;

    private final ShadowRoom room = new ShadowRoom(1000);

    @Test
    void aHundredOfAServiceASecondAreTakenHoweverManyCome() {
        long taken =
                LongStream.range(0, 10_000)
                        .filter(i -> {
                            boolean in = room.enter(WINE, 1, i * SECOND / 10_000) == Entry.IN;
                            if (in) {
                                room.leave(1);
                            }
                            return in;
                        })
                        .count();

        assertThat(taken).isEqualTo(100);
    }

    @Test
    void oneServiceTakesNothingFromAnother() {
        assertThat(room.enter(WINE, 1, 0)).isEqualTo(Entry.IN);
        assertThat(room.enter(WINE, 1, 1)).isEqualTo(Entry.NOT_NOW);
        assertThat(room.enter(TUMOUR, 1, 1)).isEqualTo(Entry.IN);
    }

    @Test
    void soManyAtATimeAndNoMore() {
        for (int i = 0; i < ShadowRoom.MOST; i++) {
            assertThat(room.enter(WINE, 1, i * SECOND)).isEqualTo(Entry.IN);
        }
        assertThat(room.enter(WINE, 1, 100 * SECOND)).isEqualTo(Entry.FULL);
        room.leave(1);
        assertThat(room.enter(WINE, 1, 101 * SECOND)).isEqualTo(Entry.IN);
        assertThat(room.underWay()).isEqualTo(ShadowRoom.MOST);
    }

    @Test
    void whatIsTooLargeForWhatIsLeftIsNotTaken() {
        assertThat(room.enter(WINE, 1001, 0)).isEqualTo(Entry.FULL);
        assertThat(room.underWay()).isZero();
        assertThat(room.enter(WINE, 600, SECOND)).isEqualTo(Entry.IN);
        assertThat(room.enter(WINE, 600, 2 * SECOND)).isEqualTo(Entry.FULL);
        room.leave(600);
        assertThat(room.enter(WINE, 600, 3 * SECOND)).isEqualTo(Entry.IN);
    }

    @Test
    void theClockMayBeginAnywhereAndWrap() {
        long late = Long.MAX_VALUE - 1;
        assertThat(room.enter(WINE, 1, late)).isEqualTo(Entry.IN);
        assertThat(room.enter(WINE, 1, late + 5)).isEqualTo(Entry.NOT_NOW);
        assertThat(room.enter(WINE, 1, late + SECOND)).isEqualTo(Entry.IN);
    }
}
