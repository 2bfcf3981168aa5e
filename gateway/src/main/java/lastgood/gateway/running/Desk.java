package lastgood.gateway.running;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import lastgood.core.port.PredictionLog;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.gateway.recording.Recorder;
import lastgood.gateway.routing.Assignment;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.gateway.routing.Switchboard;
import lastgood.gateway.running.log.Scribe;

/// Where requests are answered: decides who answers, and starts the [Turn] that sees it through.
public final class Desk {
    /// A release that closes under our hands was replaced a moment ago: looking again finds the next one.
    private static final int LOOKS = 100;

    private final Switchboard<LoadedRelease> board;
    private final Recorder recorder;
    private final ThreadLocal<PredictionSeal> seal;
    private final Scribe scribe;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ShadowRoom shadows;
    private final LongAdder shed = new LongAdder();

    /// @param shadowBytes that copies for candidates in shadow may hold
    public Desk(
            Switchboard<LoadedRelease> board,
            Recorder recorder,
            PredictionLog log,
            PredictionSeal seal,
            InstantSource clock,
            LongSupplier nanos,
            long shadowBytes) {
        shadows = new ShadowRoom(shadowBytes);
        this.board = board;
        this.recorder = recorder;
        this.seal = ThreadLocal.withInitial(seal::copy);
        scribe = new Scribe(log, (service, key) -> this.seal.get().pseudonym(service, key));
        this.clock = clock;
        this.nanos = nanos;
    }

    /// Answers a question, at once or later.
    ///
    /// @param loop the caller's own thread, on which `reply` is called too
    public void ask(Question question, ScheduledExecutorService loop, Consumer<Reply> reply) {
        for (int look = 0; look < LOOKS; look++) {
            var lanes = board.lanes(question.service());
            if (lanes.isEmpty()) {
                break;
            }
            if (!isServed(question, lanes.get())) {
                reply.accept(noSuchVersion(question, lanes.get()));
                return;
            }
            var assignment = assign(question, lanes.get());
            if (hold(assignment)) {
                if (!question.probe()) {
                    recorder.arrived(lanes.get().route().service(), question.arrivedNanos());
                }
                new Turn(this, question, lanes.get(), assignment, loop, reply).begin();
                return;
            }
        }
        reply.accept(notServing(question.service()));
    }

    /// What routing knows of a service; empty: there is no such service.
    public Optional<Line<LoadedRelease>> line(String service) {
        return board.now().line(service);
    }

    /// What routing knows of all services.
    public Collection<Line<LoadedRelease>> lines() {
        return board.now().lines().values();
    }

    public static Reply notServing(String service) {
        return new Reply.Refused(
                Problem.of(Code.NOT_SERVING, "no release of '" + service + "' is live"),
                Optional.empty(),
                0);
    }

    /// One more request was refused, as it would not have been answered in time.
    void shed() {
        shed.increment();
    }

    /// Requests that were refused so.
    public long sheds() {
        return shed.sum();
    }

    ShadowRoom shadows() {
        return shadows;
    }

    Switchboard<LoadedRelease> board() {
        return board;
    }

    Recorder recorder() {
        return recorder;
    }

    Scribe scribe() {
        return scribe;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    long millis() {
        return clock.millis();
    }

    String seal(ServiceName service, Prediction prediction) {
        return seal.get().seal(service, prediction);
    }

    private static boolean isServed(Question question, Lanes<LoadedRelease> lanes) {
        int live = lanes.live().id().number();
        return question.version().map(version -> version == live).orElse(true);
    }

    /// Probes and those who name a release do not take part in the split: they would not be dealt by chance.
    private static Assignment<LoadedRelease> assign(Question question, Lanes<LoadedRelease> lanes) {
        if (question.probe()) {
            return lanes.assignLive().uncounted();
        }
        return question.version().isPresent()
                ? lanes.assignLive().alone()
                : lanes.assign(
                        question.key(),
                        question.headers(),
                        () -> ThreadLocalRandom.current().nextDouble());
    }

    private static boolean hold(Assignment<LoadedRelease> assignment) {
        if (!assignment.first().hold()) {
            return false;
        }
        if (assignment.instead().isPresent() && !assignment.instead().get().hold()) {
            assignment.first().letGo();
            return false;
        }
        return true;
    }

    private static Reply noSuchVersion(Question question, Lanes<LoadedRelease> lanes) {
        return new Reply.Refused(
                Problem.of(
                        Code.NO_SUCH_RELEASE,
                        "'%s' r%d is not live, %s is"
                                .formatted(
                                        question.service(),
                                        question.version().orElse(0),
                                        lanes.live().id())),
                Optional.of(lanes.live().id()),
                lanes.route().epoch());
    }
}
