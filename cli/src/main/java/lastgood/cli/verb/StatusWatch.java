package lastgood.cli.verb;

import java.time.Duration;
import lastgood.cli.Exit;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.wire.view.StatusView;

/// Looks at a service until nothing moves any more, and tells each change in a line.
final class StatusWatch {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Session session;
    private String told = "";

    StatusWatch(Session session) {
        this.session = session;
    }

    int toTheEnd(String service) {
        try {
            while (true) {
                var status = Session.must(session.client().status(service));
                tell(status);
                if (isAtRest(status)) {
                    return session.show(status, view -> StatusScreen.draw(session, view));
                }
                session.environment().pause().take(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.INTERRUPTED.code();
        }
    }

    private void tell(StatusView status) {
        var line = line(status);
        if (line.equals(told)) {
            return;
        }
        told = line;
        var timed = Figures.clock(session.now(), session.environment().zone()) + "  " + line;
        if (session.screen().look().json()) {
            session.screen().talk(timed);
        } else {
            session.screen().line(timed);
        }
    }

    private String line(StatusView status) {
        return session.screen().mark(StatusScreen.mark(status), status.state())
                + "  live "
                + status.live().orElse("–")
                + status.candidate()
                        .map(c -> ", candidate " + c + " " + Figures.share(status.candidateShare()))
                        .orElse("")
                + ", last good "
                + status.lastGood().orElse("–");
    }

    private static boolean isAtRest(StatusView status) {
        return switch (status.state()) {
            case "empty", "steady", "stuck" -> true;
            default -> false;
        };
    }
}
