package lastgood.control.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.util.LinkedHashMap;
import lastgood.control.notice.Feed;
import lastgood.wire.Json;
import lastgood.wire.view.HistoryView;

/// Server-sent events: each history line of any service, numbered, so that a listener who was cut off asks for what
/// came after by `Last-Event-ID`.
final class EventStream {
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Feed feed;

    EventStream(Feed feed) {
        this.feed = feed;
    }

    void serve(ServerRequest request, ServerResponse response) {
        long last =
                request.headers()
                        .first(HeaderNames.create("Last-Event-ID"))
                        .or(() -> request.query().first("since").asOptional())
                        .map(id -> feed.after(number(id)))
                        .orElseGet(feed::last);
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            while (true) {
                var items = feed.after(last, HEARTBEAT_MILLIS);
                for (var item : items) {
                    sink.emit(event(item));
                    last = item.place();
                }
                if (items.isEmpty()) {
                    sink.emit(
                            SseEvent.builder()
                                    .comment("still here")
                                    .data("")
                                    .name("heartbeat")
                                    .build());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } catch (RuntimeException _) {
            // The listener is gone; it comes back with the last id it saw.
        }
    }

    private static SseEvent event(Feed.Item item) {
        var data = new LinkedHashMap<String, Object>();
        data.put("service", item.service().text());
        data.put("line", HistoryView.of(item.line()));
        var event = SseEvent.builder().name(item.line().how()).data(Json.write(data));
        item.id().ifPresent(id -> event.id(Long.toString(id)));
        return event.build();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
