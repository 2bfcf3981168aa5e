package lastgood.cli.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import lastgood.cli.Exit;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.view.RolloutView;

/// Looks at a rollout until its end. It only looks: whatever happens here, the rollout goes on at the server.
final class Watch {
    private static final Duration LOOK = Duration.ofMillis(500);

    /// A server may be started again in the meantime.
    private static final int MISSES = 60;

    private final Session session;
    private final boolean telling;
    private int missed;

    /// @param telling whether changes are told
    Watch(Session session, boolean telling) {
        this.session = session;
        this.telling = telling;
    }

    /// @param patience how long it looks at most; empty: to the end
    int toTheEnd(RolloutView first, Optional<Duration> patience) {
        var lines = new WatchLines(session);
        var deadline = patience.map(p -> session.now().plus(p));
        try (var _ = session.environment().interrupts().arm(() -> lastWords(first))) {
            var view = first;
            while (true) {
                if (telling) {
                    lines.of(view).forEach(this::tell);
                }
                if (view.end().isPresent()) {
                    return end(view);
                }
                if (deadline.filter(d -> !session.now().isBefore(d)).isPresent()) {
                    return stopWaiting(view);
                }
                session.environment().pause().take(pause(deadline));
                view = look(view);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lastWords(first);
            return Exit.INTERRUPTED.code();
        }
    }

    private Duration pause(Optional<Instant> deadline) {
        return deadline.map(d -> Duration.between(session.now(), d))
                .filter(left -> left.compareTo(LOOK) < 0)
                .orElse(LOOK);
    }

    /// The rollout as it is now, or as it was where the server does not answer for a while.
    private RolloutView look(RolloutView before) {
        return switch (session.client().rollout(before.service())) {
            case Outcome.Done<RolloutView>(var now) -> {
                missed = 0;
                yield same(before, now);
            }
            case Outcome.Refused<RolloutView>(var problem) -> {
                miss(problem);
                yield before;
            }
        };
    }

    private static RolloutView same(RolloutView before, RolloutView now) {
        if (now.rollout() == before.rollout()) {
            return now;
        }
        throw new Refusal(
                Problem.of(
                                Code.NO_ROLLOUT,
                                "Rollout "
                                        + before.rollout()
                                        + " is over, and rollout "
                                        + now.rollout()
                                        + " runs already.")
                        .tryThis("lastgood history " + before.service()));
    }

    private void miss(Problem problem) {
        missed++;
        if (missed == 1) {
            session.screen().talk("The server does not answer; still looking. " + problem.what());
        }
        if (missed > MISSES) {
            throw new Refusal(problem);
        }
    }

    /// Data where lines are what was asked for; beside a JSON document they are talk.
    private void tell(String line) {
        if (session.screen().look().json()) {
            session.screen().talk(line);
        } else {
            session.screen().line(line);
        }
    }

    private int end(RolloutView view) {
        if (telling) {
            tell("");
        }
        session.show(view, v -> RolloutScreen.draw(session, v));
        return code(view).code();
    }

    /// How a rollout's end is told to a script.
    static Exit code(RolloutView view) {
        boolean byGuard = view.end().filter(end -> end.by().startsWith("guard:")).isPresent();
        return switch (view.state()) {
            case "good" -> Exit.DONE;
            case "returned" -> byGuard ? Exit.TRIPPED : Exit.FAILED;
            default -> Exit.FAILED;
        };
    }

    private int stopWaiting(RolloutView view) {
        session.show(view, v -> RolloutScreen.draw(session, v));
        lastWords(view);
        return Exit.STOPPED_WAITING.code();
    }

    private void lastWords(RolloutView view) {
        session.screen()
                .talk(
                        "The rollout goes on at the server: lastgood rollout status "
                                + view.service());
    }
}
