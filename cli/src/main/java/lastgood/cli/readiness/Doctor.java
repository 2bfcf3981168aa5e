package lastgood.cli.readiness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.OneOrAll;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.view.DoctorView;
import lastgood.wire.view.DoctorView.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description =
                "Looks at everything that a way back depends on, and names one thing to do for each finding. Of one service all is tried anew. Ends with 9 where something failed.",
        footer = {"", "Example: lastgood doctor wine"})
public final class Doctor implements Callable<Integer> {
    /// Clocks that are further apart make a history hard to read.
    private static final Duration APART = Duration.ofSeconds(2);

    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private OneOrAll named = new OneOrAll();

    public Doctor(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var view = look(session);
            session.show(view, v -> DoctorScreen.draw(session, v));
            return view.result().equals(Finding.FAILED) ? Exit.NOT_READY.code() : Exit.DONE.code();
        }
    }

    /// That nobody answers is a finding, not the end of it.
    private DoctorView look(Session session) {
        var asked = session.now();
        return switch (session.client().doctor(named.service())) {
            case Outcome.Done<DoctorView>(var view) ->
                    view.after(List.of(answers(), clock(asked, view.at(), session.now())));
            case Outcome.Refused<DoctorView>(var problem) when problem.code() == Code.UNREACHABLE ->
                    DoctorView.of(session.now(), List.of(silent(problem)));
            case Outcome.Refused<DoctorView>(var problem) -> throw new Refusal(problem);
        };
    }

    private static Finding answers() {
        return new Finding("server", Optional.empty(), Finding.OK, "it answers", Optional.empty());
    }

    private static Finding silent(Problem problem) {
        return new Finding(
                "server",
                Optional.empty(),
                Finding.FAILED,
                problem.what().replaceAll("\\.$", "") + ": " + problem.cause(),
                problem.todo().stream().findFirst());
    }

    /// The server's clock was read somewhere between the question and its answer.
    private static Finding clock(Instant asked, Instant server, Instant answered) {
        var ahead = Duration.between(answered, server);
        var behind = Duration.between(server, asked);
        var apart = ahead.compareTo(behind) > 0 ? ahead : behind;
        boolean isFar = apart.compareTo(APART) > 0;
        return new Finding(
                "clock",
                Optional.empty(),
                isFar ? Finding.WARNING : Finding.OK,
                isFar
                        ? String.format(
                                Locale.ROOT,
                                "the server's clock is %.1f s %s this machine's",
                                apart.toMillis() / 1000.0,
                                apart.equals(ahead) ? "ahead of" : "behind")
                        : "the server's and this machine's agree",
                isFar
                        ? Optional.of("keep both clocks by NTP: timedatectl set-ntp true")
                        : Optional.empty());
    }
}
