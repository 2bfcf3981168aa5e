package lastgood.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import lastgood.wire.Json;

/// Callers and the hospital: requests at a steady pace, and the truth about each a moment later.
///
/// The callers know nothing of releases; which one answered they read off the answer.
final class Traffic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 10_000;

    /// @param right of the labelled ones
    record Answers(long given, long right) {
        Answers plus(boolean isRight) {
            return new Answers(given + 1, right + (isRight ? 1 : 0));
        }
    }

    private record Truth(String predictionId, long label) {}

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI infer;
    private final URI labels;
    private final List<Rows.Row> rows;
    private final long pauseNanos;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final LinkedBlockingQueue<Truth> truths = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Map<String, Answers> answers = new TreeMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final Thread callers;
    private final Thread hospital;
    private volatile boolean stopped;
    private volatile String lastRelease = "";

    Traffic(DemoServer server, String service, Rows rows, int perSecond) {
        this.infer = server.predict().resolve("/v2/models/" + service + "/infer");
        this.labels = server.api().resolve("/api/v1/services/" + service + "/labels");
        this.rows = rows.rows();
        this.pauseNanos = 1_000_000_000L / perSecond;
        callers = Thread.ofPlatform().name("callers").daemon().unstarted(this::call);
        hospital = Thread.ofPlatform().name("hospital").daemon().unstarted(this::tell);
    }

    void start() {
        callers.start();
        hospital.start();
    }

    /// Requests whose truth nobody learns.
    void startUnlabelled() {
        callers.start();
    }

    /// Requests that came to an end, one way or the other.
    long sent() {
        return sent.get();
    }

    /// Requests that got no answer, or an error.
    long failed() {
        return failed.get();
    }

    /// Why they failed, each reason once.
    Set<String> failures() {
        return Set.copyOf(failures);
    }

    /// By release.
    Map<String, Answers> answers() {
        synchronized (answers) {
            return new TreeMap<>(answers);
        }
    }

    /// Which release gave the newest answer.
    String lastRelease() {
        return lastRelease;
    }

    /// No more requests; returns when the last one has its answer, so that the figures add up.
    void stop() {
        stopped = true;
        try {
            join(callers);
            join(hospital);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        client.shutdownNow();
    }

    private static void join(Thread thread) throws InterruptedException {
        if (thread.getState() != Thread.State.NEW) {
            thread.join(PATIENCE);
        }
    }

    private void call() {
        long next = System.nanoTime();
        while (!stopped) {
            one(rows.get(random.nextInt(rows.size())));
            next += pauseNanos;
            java.util.concurrent.locks.LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void one(Rows.Row row) {
        try {
            var response =
                    client.send(post(infer, row.body()), HttpResponse.BodyHandlers.ofString());
            var release = response.headers().firstValue("Lastgood-Release");
            var id = response.headers().firstValue("Lastgood-Prediction-Id");
            sent.incrementAndGet();
            if (response.statusCode() != 200 || release.isEmpty() || id.isEmpty()) {
                fail(response.statusCode() + " " + response.body());
                return;
            }
            boolean right = label(response.body()) == row.truth();
            synchronized (answers) {
                answers.merge(
                        release.get(), new Answers(0, 0).plus(right), (a, _) -> a.plus(right));
            }
            lastRelease = release.get();
            var _ = truths.offer(new Truth(id.get(), row.truth()));
        } catch (IOException e) {
            sent.incrementAndGet();
            fail(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(String why) {
        failed.incrementAndGet();
        failures.add(why);
    }

    /// What was predicted: the first output of whole numbers.
    private static long label(String body) {
        for (var output : Json.mapper().readTree(body).get("outputs")) {
            if (output.get("datatype").asString().startsWith("INT")) {
                return output.get("data").get(0).asLong();
            }
        }
        return Long.MIN_VALUE;
    }

    private void tell() {
        while (!stopped) {
            var batch = new ArrayList<Truth>();
            truths.drainTo(batch);
            if (!batch.isEmpty()) {
                report(batch);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private void report(List<Truth> batch) {
        var body =
                Json.write(
                        Map.of(
                                "labels",
                                batch.stream()
                                        .map(t ->
                                                Map.of(
                                                        "predictionId",
                                                        t.predictionId(),
                                                        "label",
                                                        t.label()))
                                        .toList()));
        try {
            var response = client.send(post(labels, body), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                fail("labels: " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            fail("labels: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest post(URI to, String body) {
        return HttpRequest.newBuilder(to)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
