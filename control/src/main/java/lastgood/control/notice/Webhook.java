package lastgood.control.notice;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.core.port.Notifier;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.wire.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts each notice as JSON to one address: `{"service","at","notice","text"}`.
///
/// A dead or slow target delays nothing: notices wait in a bounded queue, each is tried three times, and what does not
/// fit is counted and logged. Redirects are not followed.
public final class Webhook implements Notifier, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final int MOST_WAITING = 256;
    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private record Notice(ServiceName service, Instant at, Command.Notice notice, String text) {}

    private final URI target;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final BlockingQueue<Notice> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread postman;

    public Webhook(URI target) {
        this.target = target;
        postman = Thread.ofVirtual().name("webhook").start(this::post);
    }

    @Override
    public void tell(ServiceName service, Instant at, Command.Notice notice, String text) {
        if (!waiting.offer(new Notice(service, at, notice, text))) {
            LOG.warn(
                    "notice dropped, {} in all: {} {}: {}",
                    dropped.incrementAndGet(),
                    service,
                    notice,
                    text);
        }
    }

    @Override
    public void close() {
        postman.interrupt();
        client.shutdownNow();
    }

    private void post() {
        try {
            while (true) {
                deliver(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void deliver(Notice notice) throws InterruptedException {
        for (int i = 1; i <= TRIES; i++) {
            try {
                int status =
                        client.send(request(notice), HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                if (status < 300) {
                    return;
                }
                LOG.warn(
                        "webhook answered {} to a notice about {}, try {} of {}",
                        status,
                        notice.service(),
                        i,
                        TRIES);
            } catch (IOException e) {
                LOG.warn(
                        "webhook not reached about {}, try {} of {}: {}",
                        notice.service(),
                        i,
                        TRIES,
                        e.toString());
            }
            Thread.sleep(Duration.ofMillis(200L * i * i));
        }
    }

    private HttpRequest request(Notice notice) {
        var body =
                Json.write(
                        Map.of(
                                "service", notice.service().text(),
                                "at", notice.at().toString(),
                                "notice", notice.notice().name().toLowerCase(java.util.Locale.ROOT),
                                "text", notice.text()));
        return HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
