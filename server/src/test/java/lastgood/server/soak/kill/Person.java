package lastgood.server.soak.kill;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Parcel;
import lastgood.server.soak.client.Reply;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.kill.Witness.Labelled;

/// Asks one thing after the other of control, until it answers no more, and remembers what was acknowledged.
final class Person {
    static final String SPARE = "r3";
    private static final String BASE = "/services/" + Tumour.SERVICE;
    private static final int BATCH = 50;

    /// Making a release or a component starts a process, so it would be most of what is done.
    private static final int RARELY = 10;

    private static final Duration SLOW = Duration.ofMillis(1500);
    private static final Duration QUICK = Duration.ofMillis(10);
    private static final Duration TO_RETURN = Duration.ofSeconds(20);

    private final Rest rest;
    private final Drafts drafts;
    private final Promises promises;
    private final BlockingQueue<Labelled> answers;
    private final RandomGenerator random;
    private final Map<Deed, Duration> longest;

    /// @param longest how long deeds took at most, in earlier rounds too
    Person(
            Rest rest,
            Drafts drafts,
            Promises promises,
            BlockingQueue<Labelled> answers,
            RandomGenerator random,
            Map<Deed, Duration> longest) {
        this.rest = rest;
        this.drafts = drafts;
        this.promises = promises;
        this.answers = answers;
        this.random = random;
        this.longest = longest;
    }

    /// Whatever comes to mind and can be done now.
    void something() throws IOException {
        var possible = List.copyOf(possible());
        act(possible.get(random.nextInt(possible.size())));
    }

    /// Brings the service where `deed` can be done; where that leaves a choice, a candidate gets its share.
    void prepare(Deed deed) throws IOException {
        switch (deed) {
            case START -> noCandidate();
            case RESUME -> {
                share();
                act(Deed.PAUSE);
            }
            case HOLD -> {
                share();
                if (promises.standing().held().contains(SPARE)) {
                    act(Deed.UNHOLD);
                }
            }
            case UNHOLD -> {
                share();
                if (promises.standing().held().isEmpty()) {
                    act(Deed.HOLD);
                }
            }
            case CREATE, COMPONENT, APPLY, LABELS, PAUSE, STOP, ROLLBACK -> share();
        }
    }

    void act(Deed deed) throws IOException {
        switch (deed) {
            case CREATE -> send(deed, drafts.release(promises.fresh()), "/releases");
            case COMPONENT -> send(deed, drafts.component(promises.fresh()), "/apply");
            case APPLY -> send(deed, drafts.settings(promises.fresh()), "/apply");
            case LABELS -> label();
            case HOLD -> post(deed, SPARE, BASE + "/releases/" + SPARE + "/hold");
            case UNHOLD -> {
                var held = promises.standing().held().stream().sorted().toList();
                var release = held.get(random.nextInt(held.size()));
                post(deed, release, BASE + "/releases/" + release + "/unhold");
            }
            case START -> {
                awaitReturn();
                done(Asked.to(deed, ""), BASE + "/rollouts", Map.of("release", Standing.CANDIDATE));
            }
            case PAUSE -> post(deed, "", BASE + "/rollout/pause");
            case RESUME -> post(deed, "", BASE + "/rollout/resume");
            case STOP -> post(deed, "", BASE + "/rollout/stop");
            case ROLLBACK ->
                    done(
                            Asked.to(deed, ""),
                            BASE + "/rollbacks",
                            Map.of("dryRun", false, "yes", true, "reason", "soak"));
        }
    }

    /// Waits until requests are answered, so that there is something to label and somebody to disturb.
    void awaitAnswers() throws IOException {
        var first = take();
        var _ = answers.offer(first);
    }

    /// How long this deed took at most, so far.
    Duration longest(Deed deed) {
        return longest.getOrDefault(
                deed, deed == Deed.CREATE || deed == Deed.COMPONENT ? SLOW : QUICK);
    }

    private Set<Deed> possible() {
        var possible = EnumSet.of(Deed.APPLY);
        var standing = promises.standing();
        if (!answers.isEmpty()) {
            possible.add(Deed.LABELS);
        }
        if (random.nextInt(RARELY) == 0) {
            possible.add(random.nextBoolean() ? Deed.CREATE : Deed.COMPONENT);
        }
        if (standing.trying()) {
            possible.addAll(
                    List.of(
                            Deed.STOP,
                            Deed.ROLLBACK,
                            standing.paused() ? Deed.RESUME : Deed.PAUSE));
        } else if (!standing.held().contains(Standing.CANDIDATE)) {
            possible.add(Deed.START);
        }
        if (!standing.held().contains(SPARE)) {
            possible.add(Deed.HOLD);
        }
        if (!standing.held().isEmpty()) {
            possible.add(Deed.UNHOLD);
        }
        return possible;
    }

    private void share() throws IOException {
        var standing = promises.standing();
        if (!standing.trying()) {
            if (standing.held().contains(Standing.CANDIDATE)) {
                unhold(Standing.CANDIDATE);
            }
            act(Deed.START);
        } else if (standing.paused()) {
            act(Deed.RESUME);
        }
    }

    private void noCandidate() throws IOException {
        if (promises.standing().trying()) {
            act(Deed.STOP);
        }
        if (promises.standing().held().contains(Standing.CANDIDATE)) {
            unhold(Standing.CANDIDATE);
        }
    }

    /// A retreat is under way until golden probes have seen it, and nothing can be started meanwhile.
    private void awaitReturn() throws IOException {
        long end = System.nanoTime() + TO_RETURN.toNanos();
        while (rest.status(Tumour.SERVICE).get("state").stringValue().equals("returning")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "still returning after " + TO_RETURN.toSeconds() + " s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void unhold(String release) throws IOException {
        post(Deed.UNHOLD, release, BASE + "/releases/" + release + "/unhold");
    }

    private void label() throws IOException {
        var batch = new ArrayList<Labelled>();
        batch.add(take());
        answers.drainTo(batch, BATCH - 1);
        var reply = done(new Asked(Deed.LABELS, "", batch), BASE + "/labels", body(batch));
        if (reply.body().get("accepted").intValue() != batch.size()) {
            throw new IllegalStateException(
                    batch.size() + " new labels were sent, but " + reply.body());
        }
    }

    private Labelled take() throws IOException {
        try {
            var first = answers.poll(TO_RETURN.toSeconds(), TimeUnit.SECONDS);
            if (first == null) {
                throw new IllegalStateException("nothing was answered that could be labelled");
            }
            return first;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    static Map<String, Object> body(List<Labelled> batch) {
        return Map.of(
                "labels",
                batch.stream()
                        .map(l -> Map.of("predictionId", l.predictionId(), "label", l.truth()))
                        .toList());
    }

    private void send(Deed deed, Parcel parcel, String path) throws IOException {
        promises.asked(Asked.to(deed, parcel.text()));
        note(deed, parcel.send(rest, path));
    }

    private void post(Deed deed, String release, String path) throws IOException {
        done(Asked.to(deed, release), path, Map.of("reason", "soak"));
    }

    private Reply done(Asked what, String path, Map<String, Object> body) throws IOException {
        promises.asked(what);
        var reply = rest.post(path, body);
        note(what.deed(), reply);
        return reply;
    }

    private void note(Deed deed, Reply reply) {
        promises.acknowledged(reply.done());
        longest.merge(
                deed,
                Duration.ofNanos(reply.repliedAt() - reply.sentAt()),
                (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
}
