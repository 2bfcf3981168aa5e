package lastgood.control.notice;

import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.HistoryLine;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final ServiceName WINE = new ServiceName("wine");

    private final Feed feed = new Feed();

    @Test
    void whatStandsInNoHistoryTakesNoNumber() throws InterruptedException {
        feed.add(WINE, line("first"));
        feed.tell(WINE, line("way-closed"));
        feed.add(WINE, line("good"));

        var all = feed.after(0, 0);
        assertThat(all)
                .extracting(Feed.Item::id)
                .containsExactly(Optional.of(1L), Optional.empty(), Optional.of(2L));
        assertThat(hows(feed.after(feed.after(1), 0))).containsExactly("way-closed", "good");
        assertThat(hows(feed.after(feed.after(2), 0))).isEmpty();
        assertThat(hows(feed.after(all.get(1).place(), 0))).containsExactly("good");
    }

    @Test
    void whoListensFromNowOnGetsWhatIsToldAfterwards() throws InterruptedException {
        feed.add(WINE, line("first"));
        long now = feed.last();
        feed.tell(WINE, line("way-open"));
        assertThat(hows(feed.after(now, 0))).containsExactly("way-open");
    }

    private static List<String> hows(List<Feed.Item> items) {
        return items.stream().map(item -> item.line().how()).toList();
    }

    private static HistoryLine line(String how) {
        return new HistoryLine(
                NOON, Optional.empty(), Optional.empty(), Optional.empty(), how, Actor.SERVER, "");
    }
}
