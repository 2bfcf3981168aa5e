package lastgood.gateway.protocol;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Schema;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;
import lastgood.gateway.protocol.dialect.Asked;
import lastgood.gateway.protocol.dialect.Given;
import lastgood.gateway.protocol.dialect.Sent;
import lastgood.gateway.protocol.dialect.WrongMediaException;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;
import lastgood.gateway.running.Question;
import lastgood.gateway.running.Reply;
import lastgood.gateway.running.tensor.BadData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a request for a prediction becomes a question at the desk, and its reply an answer: the same for every dialect.
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private final Desk desk;
    private final int mostBody;
    private final ProbeSecret probes;
    private final LongSupplier nanos;
    private final Traffic traffic;

    Asking(Desk desk, int mostBody, ProbeSecret probes, LongSupplier nanos, Traffic traffic) {
        this.desk = desk;
        this.mostBody = mostBody;
        this.probes = probes;
        this.nanos = nanos;
        this.traffic = traffic;
    }

    void begin(
            Address.Ask to,
            Line<LoadedRelease> line,
            RequestHead head,
            byte[] body,
            Loan loan,
            ScheduledExecutorService loop,
            Consumer<HttpAnswer> answer) {
        long arrived = nanos.getAsLong();
        boolean probe = probes.is(head.header(Predictions.PROBE));
        Consumer<HttpAnswer> counted =
                result -> {
                    if (!probe) {
                        traffic.predicted(result.status());
                    }
                    answer.accept(result);
                };
        var live = line.lanes().map(Lanes::live);
        if (live.isEmpty()) {
            counted.accept(refused((Reply.Refused) Desk.notServing(to.service())));
            return;
        }
        var schema = live.get().release().parts().schema();
        try {
            var asked = read(to, schema, head, body, loan);
            desk.ask(
                    new Question(
                            to.service(),
                            to.version(),
                            key(head),
                            probe,
                            asked.inputs(),
                            asked.outputs(),
                            loan,
                            arrived,
                            asked.withinNanos(),
                            name -> text(head, name)),
                    loop,
                    reply -> {
                        if (reply instanceof Reply.Degraded) {
                            traffic.fellBack();
                        }
                        counted.accept(written(to.service(), asked, reply));
                    });
        } catch (BadData e) {
            counted.accept(problem(Code.INVALID_REQUEST, e.complaint()));
        } catch (NoRoomException e) {
            counted.accept(Refusals.noRoom(e));
        } catch (Inflation.TooLargeException _) {
            counted.accept(Refusals.tooLarge(mostBody));
        } catch (WrongMediaException e) {
            counted.accept(problem(Code.WRONG_MEDIA, e.complaint()));
        }
    }

    private Asked read(Address.Ask to, Schema schema, RequestHead head, byte[] body, Loan loan)
            throws BadData, Inflation.TooLargeException, WrongMediaException {
        var encoding = head.header(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return to.dialect().read(sent(body, head), schema, loan);
        }
        var coding =
                Coding.parse(encoding)
                        .orElseThrow(() ->
                                new WrongMediaException(
                                        "a body comes plain, or with Content-Encoding gzip or deflate"));
        var plain = Inflation.of(body, coding, mostBody, loan);
        var asked = to.dialect().read(sent(plain, head), schema, loan);
        loan.giveBack(plain.length); // All of it was copied into tensors.
        return asked;
    }

    private static Sent sent(byte[] body, RequestHead head) throws BadData {
        var length = head.header(Sent.JSON_LENGTH);
        if (length != null && head.count(Sent.JSON_LENGTH) > 1) {
            throw new BadData(Sent.JSON_LENGTH + " is there twice");
        }
        return Sent.of(
                body,
                Optional.ofNullable(length),
                Optional.ofNullable(head.header(HttpHeaderNames.CONTENT_TYPE)));
    }

    /// An answer that cannot be written, for want of memory say, must not leave its caller waiting for ever.
    private static HttpAnswer written(String service, Asked asked, Reply reply) {
        try {
            return answer(service, asked, reply);
        } catch (RuntimeException | Error e) {
            LOG.error("an answer of {} could not be written", service, e);
            return Refusals.failed();
        }
    }

    private static HttpAnswer answer(String service, Asked asked, Reply reply) {
        return switch (reply) {
            case Reply.Answered answered -> {
                var release = answered.release().name();
                var plain =
                        HttpAnswer.of(
                                asked.document(Given.by(release, service, answered.outputs())),
                                List.of(
                                        new HttpAnswer.Header(Predictions.RELEASE, release),
                                        new HttpAnswer.Header(
                                                Predictions.PREDICTION_ID, answered.predictionId()),
                                        epoch(answered.epoch())));
                yield answered.labelled()
                        ? plain
                        : plain.with(new HttpAnswer.Header(Predictions.LABELS, "none"));
            }
            case Reply.Degraded(var problem, var epoch, var outputs) ->
                    HttpAnswer.of(
                            asked.document(Given.instead(problem, service, outputs)),
                            List.of(
                                    new HttpAnswer.Header(
                                            Predictions.DEGRADED, problem.code().id()),
                                    new HttpAnswer.Header(Predictions.LABELS, "none"),
                                    epoch(epoch)));
            case Reply.Refused refused -> refused(refused);
        };
    }

    private static HttpAnswer refused(Reply.Refused refused) {
        var plain = ProblemAnswer.of(refused.problem());
        return refused.release()
                .map(release ->
                        plain.with(
                                new HttpAnswer.Header(Predictions.RELEASE, release.name()),
                                epoch(refused.epoch())))
                .orElse(plain);
    }

    private static HttpAnswer.Header epoch(long epoch) {
        return new HttpAnswer.Header(Predictions.EPOCH, Long.toString(epoch));
    }

    private static Optional<String> key(RequestHead head) {
        return text(head, Predictions.KEY).filter(key -> !key.isBlank());
    }

    /// HTTP hands headers out byte by byte; callers write them in UTF-8.
    private static Optional<String> text(RequestHead head, String name) {
        return Optional.ofNullable(head.header(name))
                .map(bytes ->
                        new String(
                                bytes.getBytes(StandardCharsets.ISO_8859_1),
                                StandardCharsets.UTF_8));
    }

    private static HttpAnswer problem(Code code, String what) {
        return ProblemAnswer.of(Problem.of(code, what));
    }
}
