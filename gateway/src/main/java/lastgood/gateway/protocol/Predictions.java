package lastgood.gateway.protocol;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;

/// What the prediction port answers to complete requests, whatever connection they came by.
public final class Predictions {
    public static final String RELEASE = "Lastgood-Release";
    public static final String EPOCH = "Lastgood-Epoch";
    public static final String PREDICTION_ID = "Lastgood-Prediction-Id";
    public static final String LABELS = "Lastgood-Labels";
    public static final String DEGRADED = "Lastgood-Degraded";
    public static final String KEY = "Lastgood-Key";
    public static final String PROBE = "Lastgood-Probe";

    private final Desk desk;
    private final Metadata metadata;
    private final Repository repository;
    private final Asking asking;
    private final Traffic traffic;

    /// Paths by which predictions of our services are asked for. Reading a path takes longer than finding it here.
    private final Map<String, Address> known = new ConcurrentHashMap<>();

    /// @param mostBody bytes of one body, also of one that came compressed
    /// @param probes by which our own are known
    public Predictions(
            Desk desk,
            String version,
            int mostBody,
            ProbeSecret probes,
            LongSupplier nanos,
            Traffic traffic) {
        this.desk = desk;
        this.metadata = new Metadata(version);
        this.repository = new Repository(desk);
        this.asking = new Asking(desk, mostBody, probes, nanos, traffic);
        this.traffic = traffic;
    }

    /// Answers at once, or later on the same loop. The body is not looked at again once this returns.
    ///
    /// @param loan from which what is read from the body is paid for, until the answer is there
    void handle(
            RequestHead head,
            byte[] body,
            Loan loan,
            ScheduledExecutorService loop,
            Consumer<HttpAnswer> answer) {
        var address =
                Optional.ofNullable(known.get(head.target()))
                        .or(() -> Address.parse(head.target()));
        if (address.isEmpty()) {
            answer.accept(
                    ProblemAnswer.of(
                            Problem.of(
                                    Code.NO_SUCH_PATH,
                                    "the prediction port has nothing at this address")));
            return;
        }
        var method = address.get().method();
        if (!head.method().equals(method.name())) {
            answer.accept(
                    ProblemAnswer.of(Problem.of(Code.WRONG_METHOD, "this address takes " + method))
                            .with(new HttpAnswer.Header("Allow", method.name())));
            return;
        }
        var accepted = head.header(HttpHeaderNames.ACCEPT_ENCODING);
        Consumer<HttpAnswer> packed =
                accepted == null ? answer : plain -> answer.accept(plain.packed(accepted));
        switch (address.get()) {
            case Address.Server _ -> packed.accept(metadata.server());
            case Address.Live _ -> packed.accept(metadata.live());
            case Address.Ready _ -> packed.accept(metadata.ready(!traffic.isEnding()));
            case Address.Model(var service, var version) ->
                    packed.accept(of(service, line -> metadata.model(line, version)));
            case Address.ModelReady(var service, var version) ->
                    packed.accept(of(service, line -> metadata.modelReady(line, version)));
            case Address.Index _ -> packed.accept(repository.index(body));
            case Address.Change(var service, var load) ->
                    packed.accept(
                            load ? repository.load(service, body) : repository.unload(service));
            case Address.Alive _ -> packed.accept(metadata.alive());
            case Address.ServerVersion _ -> packed.accept(metadata.version());
            case Address.Models _ -> packed.accept(metadata.models(services()));
            case Address.Ping(var service) -> packed.accept(ping(service));
            case Address.Ask ask -> {
                remember(head.target(), ask);
                ask(ask, head, body, loan, loop, packed);
            }
            case Address.Score(var service) ->
                    service.or(this::onlyService)
                            .map(name -> new Address.Ask(Address.SCORING, name, Optional.empty()))
                            .ifPresentOrElse(
                                    ask -> ask(ask, head, body, loan, loop, packed),
                                    () -> packed.accept(whichService()));
        }
    }

    private void ask(
            Address.Ask ask,
            RequestHead head,
            byte[] body,
            Loan loan,
            ScheduledExecutorService loop,
            Consumer<HttpAnswer> answer) {
        var line = desk.line(ask.service());
        if (line.isEmpty()) {
            answer.accept(noSuchService());
        } else {
            asking.begin(ask, line.get(), head, body, loan, loop, answer);
        }
    }

    /// A service has few paths without a version, a host or a query, so nobody can fill our memory with them.
    private void remember(String target, Address.Ask ask) {
        boolean plain =
                ask.version().isEmpty() && target.startsWith("/") && target.indexOf('?') < 0;
        if (plain && !known.containsKey(target) && desk.line(ask.service()).isPresent()) {
            known.put(target, ask);
        }
    }

    /// MLflow's servers answer so while their model does.
    private HttpAnswer ping(Optional<String> service) {
        var name = service.or(this::onlyService);
        if (name.isEmpty()) {
            return whichService();
        }
        return traffic.isEnding()
                ? metadata.ready(false)
                : of(name.get(), line -> metadata.modelReady(line, Optional.empty()));
    }

    private List<String> services() {
        return desk.lines().stream().map(line -> line.service().text()).sorted().toList();
    }

    private Optional<String> onlyService() {
        var lines = desk.lines();
        return lines.size() == 1
                ? Optional.of(lines.iterator().next().service().text())
                : Optional.empty();
    }

    private HttpAnswer whichService() {
        int count = desk.lines().size();
        return ProblemAnswer.of(
                count == 0
                        ? Problem.of(Code.NO_SUCH_SERVICE, "there is no service yet")
                        : Problem.of(
                                Code.WRONG_USAGE,
                                "there are %d services, so this address does not say which one is meant: use /services/SERVICE/invocations, or ping or health instead of invocations"
                                        .formatted(count)));
    }

    private HttpAnswer of(String service, Function<Line<LoadedRelease>, HttpAnswer> said) {
        Optional<Line<LoadedRelease>> line = desk.line(service);
        return line.map(said).orElseGet(Predictions::noSuchService);
    }

    private static HttpAnswer noSuchService() {
        return ProblemAnswer.of(
                Problem.of(Code.NO_SUCH_SERVICE, "there is no service of that name"));
    }
}
