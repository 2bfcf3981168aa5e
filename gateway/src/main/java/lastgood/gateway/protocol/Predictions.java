package lastgood.gateway.protocol;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.Question;
import lastgood.gateway.running.Reply;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the prediction port answers to complete requests, whatever connection they came by.
public final class Predictions {
    private static final Logger LOG = LoggerFactory.getLogger(Predictions.class);

    public static final String RELEASE = "Lastgood-Release";
    public static final String EPOCH = "Lastgood-Epoch";
    public static final String PREDICTION_ID = "Lastgood-Prediction-Id";
    public static final String LABELS = "Lastgood-Labels";
    public static final String DEGRADED = "Lastgood-Degraded";
    public static final String KEY = "Lastgood-Key";
    public static final String PROBE = "Lastgood-Probe";
    private static final String BINARY = "Inference-Header-Content-Length";

    private final Desk desk;
    private final Metadata metadata;
    private final byte[] probeSecret;
    private final LongSupplier nanos;
    private final Traffic traffic;

    /// @param probeSecret what our own probes send with them
    public Predictions(
            Desk desk, String version, String probeSecret, LongSupplier nanos, Traffic traffic) {
        this.desk = desk;
        this.metadata = new Metadata(version);
        this.probeSecret = probeSecret.getBytes(StandardCharsets.UTF_8);
        this.nanos = nanos;
        this.traffic = traffic;
    }

    /// Answers at once, or later on the same loop. The body is not looked at again once this returns.
    ///
    /// @param loan from which what is read from the body is paid for, until the answer is there
    void handle(
            HttpRequest head,
            byte[] body,
            Loan loan,
            ScheduledExecutorService loop,
            Consumer<HttpAnswer> answer) {
        var address = Address.parse(head.uri());
        if (address.isEmpty()) {
            answer.accept(
                    problem(Code.NO_SUCH_PATH, "the prediction port has nothing at this address"));
            return;
        }
        var method =
                address.get() instanceof Address.Model(_, _, Address.Verb verb)
                                && verb == Address.Verb.INFER
                        ? HttpMethod.POST
                        : HttpMethod.GET;
        if (!head.method().equals(method)) {
            answer.accept(
                    problem(Code.WRONG_METHOD, "this address takes " + method)
                            .with(new HttpAnswer.Header("Allow", method.name())));
            return;
        }
        switch (address.get()) {
            case Address.Server _ -> answer.accept(metadata.server());
            case Address.Live _ -> answer.accept(metadata.live());
            case Address.Ready _ -> answer.accept(metadata.ready(!traffic.isEnding()));
            case Address.Model model -> handle(model, head.headers(), body, loan, loop, answer);
        }
    }

    private void handle(
            Address.Model model,
            HttpHeaders headers,
            byte[] body,
            Loan loan,
            ScheduledExecutorService loop,
            Consumer<HttpAnswer> answer) {
        var line = desk.line(model.service());
        if (line.isEmpty()) {
            answer.accept(problem(Code.NO_SUCH_SERVICE, "there is no service of that name"));
            return;
        }
        switch (model.verb()) {
            case METADATA -> answer.accept(metadata.model(line.get(), model.version()));
            case READY -> answer.accept(metadata.modelReady(line.get(), model.version()));
            case INFER -> infer(model, headers, body, loan, loop, answer);
        }
    }

    private void infer(
            Address.Model model,
            HttpHeaders headers,
            byte[] body,
            Loan loan,
            ScheduledExecutorService loop,
            Consumer<HttpAnswer> answer) {
        long arrived = nanos.getAsLong();
        boolean probe = isProbe(headers.get(PROBE));
        Consumer<HttpAnswer> counted =
                result -> {
                    if (!probe) {
                        traffic.predicted(result.status());
                    }
                    answer.accept(result);
                };
        var unreadable = unreadable(headers);
        if (unreadable.isPresent()) {
            counted.accept(ProblemAnswer.of(unreadable.get()));
            return;
        }
        try {
            var request = InferReader.read(body, loan);
            desk.ask(
                    question(model, headers, probe, request, loan, arrived),
                    loop,
                    reply -> {
                        if (reply instanceof Reply.Degraded) {
                            traffic.fellBack();
                        }
                        counted.accept(written(model.service(), request, reply));
                    });
        } catch (BadData e) {
            counted.accept(problem(Code.INVALID_REQUEST, e.complaint()));
        } catch (NoRoomException e) {
            counted.accept(Refusals.noRoom(e));
        }
    }

    /// An answer that cannot be written, for want of memory say, must not leave its caller waiting for ever.
    private static HttpAnswer written(String service, InferRequest request, Reply reply) {
        try {
            return answer(service, request, reply);
        } catch (RuntimeException | Error e) {
            LOG.error("an answer of {} could not be written", service, e);
            return Refusals.failed();
        }
    }

    private static Optional<Problem> unreadable(HttpHeaders headers) {
        if (headers.contains(BINARY)) {
            return Optional.of(
                    Problem.of(
                            Code.INVALID_REQUEST,
                            "binary tensor data is not in this version: send tensors as JSON"));
        }
        var encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        return encoding == null || encoding.equalsIgnoreCase("identity")
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                Code.WRONG_MEDIA, "a compressed body is not taken: send it plain"));
    }

    private static Question question(
            Address.Model model,
            HttpHeaders headers,
            boolean probe,
            InferRequest request,
            Loan loan,
            long arrived) {
        return new Question(
                model.service(),
                model.version(),
                key(headers),
                probe,
                request.inputs(),
                request.outputs(),
                loan,
                arrived);
    }

    /// HTTP hands headers out byte by byte; callers write them in UTF-8.
    private static Optional<String> key(HttpHeaders headers) {
        var bytes = headers.get(KEY);
        return bytes == null || bytes.isBlank()
                ? Optional.empty()
                : Optional.of(
                        new String(
                                bytes.getBytes(StandardCharsets.ISO_8859_1),
                                StandardCharsets.UTF_8));
    }

    private boolean isProbe(@org.jspecify.annotations.Nullable String secret) {
        return secret != null
                && MessageDigest.isEqual(probeSecret, secret.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpAnswer answer(String service, InferRequest request, Reply reply) {
        return switch (reply) {
            case Reply.Answered answered -> {
                var release = answered.release().name();
                var outputs = chosen(answered.outputs(), request.outputs());
                var plain =
                        new HttpAnswer(
                                200,
                                HttpAnswer.JSON,
                                List.of(
                                        new HttpAnswer.Header(RELEASE, release),
                                        new HttpAnswer.Header(
                                                PREDICTION_ID, answered.predictionId()),
                                        new HttpAnswer.Header(
                                                EPOCH, Long.toString(answered.epoch()))),
                                InferWriter.answer(service, release, request.id(), outputs));
                yield answered.labelled()
                        ? plain
                        : plain.with(new HttpAnswer.Header(LABELS, "none"));
            }
            case Reply.Degraded(var problem, var epoch, var outputs) ->
                    new HttpAnswer(
                            200,
                            HttpAnswer.JSON,
                            List.of(
                                    new HttpAnswer.Header(DEGRADED, problem.code().id()),
                                    new HttpAnswer.Header(LABELS, "none"),
                                    new HttpAnswer.Header(EPOCH, Long.toString(epoch))),
                            InferWriter.degraded(
                                    service,
                                    request.id(),
                                    problem,
                                    chosen(outputs, request.outputs())));
            case Reply.Refused(var problem, var release, var epoch) -> {
                var plain = ProblemAnswer.of(problem);
                yield release.isEmpty()
                        ? plain
                        : plain.with(
                                new HttpAnswer.Header(RELEASE, release.get().name()),
                                new HttpAnswer.Header(EPOCH, Long.toString(epoch)));
            }
        };
    }

    /// Those asked for, in the order asked; the schema has them all, or the request had been refused.
    private static List<Tensor> chosen(List<Tensor> outputs, List<String> names) {
        return names.isEmpty()
                ? outputs
                : names.stream()
                        .flatMap(name -> outputs.stream().filter(o -> o.name().equals(name)))
                        .toList();
    }

    private static HttpAnswer problem(Code code, String what) {
        return ProblemAnswer.of(Problem.of(code, what));
    }
}
