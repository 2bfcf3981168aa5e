package lastgood.gateway.protocol.grpc;

import io.grpc.Metadata;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.memory.NoRoomException;
import lastgood.gateway.protocol.ProbeSecret;
import lastgood.gateway.protocol.Traffic;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.Question;
import lastgood.gateway.running.Reply;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Predictions asked for over gRPC.
final class Inference {
    private static final Logger LOG = LoggerFactory.getLogger(Inference.class);

    /// What an answer takes on its way back is kept off the time that a caller gives.
    private static final int WAY_BACK = 20;

    private static final String FALLBACK = "fallback";

    private final Desk desk;
    private final ProbeSecret probes;
    private final LongSupplier nanos;
    private final Traffic traffic;

    Inference(Desk desk, ProbeSecret probes, LongSupplier nanos, Traffic traffic) {
        this.desk = desk;
        this.probes = probes;
        this.nanos = nanos;
        this.traffic = traffic;
    }

    void infer(Call call) {
        long arrived = nanos.getAsLong();
        boolean probe = probes.is(call.headers().get(Keys.PROBE));
        try {
            var bytes = call.message();
            var request = InferMessageReader.read(bytes, call.loan());
            call.loan().giveBack(bytes.length);
            if (desk.line(request.service()).isEmpty()) {
                call.refuse(Descriptions.noSuchService(request.service()));
            } else {
                ask(call, request, probe, arrived);
            }
        } catch (BadData e) {
            refuse(call, probe, Problem.of(Code.INVALID_REQUEST, e.complaint()));
        } catch (NoRoomException e) {
            refuse(call, probe, e.problem());
        }
    }

    private void ask(Call call, InferMessage request, boolean probe, long arrived) {
        Question question;
        try {
            question = question(call, request, probe, arrived);
        } catch (BadData e) {
            refuse(call, probe, Problem.of(Code.NO_SUCH_RELEASE, e.complaint()));
            return;
        }
        // A caller may be gone before his answer is there, and what it takes is held until then.
        call.loan().hold();
        desk.ask(
                question,
                call.loop(),
                reply -> {
                    try {
                        answer(call, request, probe, reply);
                    } finally {
                        call.loan().letGo();
                    }
                });
    }

    private static Question question(Call call, InferMessage request, boolean probe, long arrived)
            throws BadData {
        var deadline = call.withinNanos();
        return new Question(
                request.service(),
                SmallRequest.version(request.version()),
                Keys.sticky(call.headers()),
                probe,
                request.inputs(),
                request.outputs(),
                call.loan(),
                arrived,
                shorter(
                        deadline.isEmpty()
                                ? deadline
                                : OptionalLong.of(
                                        deadline.getAsLong() - deadline.getAsLong() / WAY_BACK),
                        request.withinNanos()),
                name -> Keys.value(call.headers(), name));
    }

    private static OptionalLong shorter(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()))
                : one.isPresent() ? one : other;
    }

    private void refuse(Call call, boolean probe, Problem problem) {
        count(probe, Statuses.isFailure(problem.code()));
        call.refuse(problem);
    }

    private void count(boolean probe, boolean failed) {
        if (!probe) {
            traffic.predicted(failed);
        }
    }

    /// An answer that cannot be written, for want of memory say, must not leave its caller waiting for ever.
    private void answer(Call call, InferMessage request, boolean probe, Reply reply) {
        try {
            count(
                    probe,
                    reply instanceof Reply.Refused(var problem, _, _)
                            && Statuses.isFailure(problem.code()));
            if (!call.isOver()) {
                write(call, request, reply);
            }
        } catch (NoRoomException e) {
            call.refuse(e.problem());
        } catch (RuntimeException | Error e) {
            LOG.error("an answer of {} could not be written", request.service(), e);
            call.refuse(Problem.of(Code.INTERNAL, "the answer could not be written"));
        }
    }

    private void write(Call call, InferMessage request, Reply reply) {
        var beside = new Metadata();
        switch (reply) {
            case Reply.Answered answered -> {
                var release = answered.release().name();
                beside.put(Keys.RELEASE, release);
                beside.put(Keys.PREDICTION_ID, answered.predictionId());
                beside.put(Keys.EPOCH, Long.toString(answered.epoch()));
                if (!answered.labelled()) {
                    beside.put(Keys.LABELS, "none");
                }
                var outputs = Reply.chosen(answered.outputs(), request.outputs());
                boolean raw = request.raw() || AnswerWriter.mustBeRaw(outputs);
                // Most clients show nobody what comes beside a message, but labels need the id.
                call.answer(
                        begin(call, request, release, outputs, raw)
                                .with(Keys.PREDICTION_ID.name(), answered.predictionId())
                                .outputs(outputs, raw),
                        beside);
            }
            case Reply.Degraded(var problem, var epoch, var all) -> {
                traffic.fellBack();
                beside.put(Keys.DEGRADED, problem.code().id());
                beside.put(Keys.LABELS, "none");
                beside.put(Keys.EPOCH, Long.toString(epoch));
                var outputs = Reply.chosen(all, request.outputs());
                boolean raw = request.raw() || AnswerWriter.mustBeRaw(outputs);
                call.answer(
                        begin(call, request, FALLBACK, outputs, raw)
                                .with("degraded", true)
                                .with("code", problem.code().id())
                                .with("why", problem.what())
                                .outputs(outputs, raw),
                        beside);
            }
            case Reply.Refused(var problem, var release, var epoch) -> {
                release.ifPresent(id -> {
                    beside.put(Keys.RELEASE, id.name());
                    beside.put(Keys.EPOCH, Long.toString(epoch));
                });
                call.refuse(problem, beside);
            }
        }
    }

    /// An answer is held until its caller has read it, so it is paid for like a request.
    private static AnswerWriter begin(
            Call call, InferMessage request, String version, List<Tensor> outputs, boolean raw) {
        long room = AnswerWriter.room(outputs, raw);
        call.loan().take(room);
        return AnswerWriter.begin(request.service(), version, request.id(), room);
    }
}
