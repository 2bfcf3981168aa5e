package lastgood.cli.incident;

import java.time.Duration;
import java.util.Optional;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.GuardTable;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.IncidentView;

/// The story of one trip.
final class IncidentScreen {
    private static final int LABEL = 15;

    private IncidentScreen() {}

    static void draw(Session session, IncidentView view) {
        var screen = session.screen();
        screen.line(
                view.id()
                        + "   "
                        + view.service()
                        + "   "
                        + view.returnedTo()
                                .map(to -> rollback(view) + view.release() + " → " + to)
                                .orElse(
                                        view.release()
                                                + " tripped, and there was nothing to return to"));
        screen.line(
                Figures.second(view.at(), session.environment().zone()) + "   " + resolved(view));
        screen.line();
        for (int i = 0; i < view.tripped().size(); i++) {
            field(screen, i == 0 ? "What tripped" : "", trip(view, view.tripped().get(i)));
        }
        view.why().ifPresent(why -> field(screen, "Why", why));
        field(
                screen,
                "Suspect",
                view.suspect().map(s -> s.part() + ": " + s.what()).orElse("nothing stands out"));
        field(screen, "Blast radius", blast(view));
        view.replay().ifPresent(replay -> field(screen, "Replay", replay(view, replay)));
        field(screen, "Done", done(view));
        if (view.held()) {
            session.screen()
                    .next(
                            "make a new release of what was wrong with "
                                    + view.release()
                                    + ", or lift the hold:",
                            "lastgood release unhold "
                                    + view.service()
                                    + " "
                                    + view.release()
                                    + " --reason TEXT");
        }
    }

    private static String rollback(IncidentView view) {
        return view.why().isPresent() ? "rollback " : "automatic rollback ";
    }

    private static String resolved(IncidentView view) {
        return view.resolvedAt()
                .map(at -> "resolved after " + took(Duration.between(view.at(), at)))
                .orElse("not resolved yet");
    }

    private static String took(Duration duration) {
        return duration.toMillis() < 10_000
                ? duration.toMillis() + " ms"
                : Figures.lasting(duration);
    }

    private static String trip(IncidentView view, IncidentView.Trip trip) {
        return trip.metric()
                + "  "
                + view.release()
                + " "
                + Figures.percent(trip.candidate())
                + trip.baseline().map(b -> " against " + Figures.percent(b)).orElse("")
                + ", bound "
                + Figures.percent(trip.bound())
                + ", n "
                + Figures.count(trip.n())
                + ", evidence "
                + Figures.times(trip.evidence())
                + (trip.guard().startsWith(trip.metric()) ? "" : "  (" + trip.guard() + ")")
                + trip.liveToo()
                        .map(l -> "; live degraded as well: " + Figures.percent(Optional.of(l)))
                        .orElse("")
                + trip.pairs().map(pairs -> "; " + GuardTable.paired(pairs)).orElse("");
    }

    private static String blast(IncidentView view) {
        return Figures.count(view.answers())
                + " answers by "
                + view.release()
                + ", "
                + Figures.count(view.wrong())
                + " wrong, "
                + Figures.count(view.unlabelled())
                + " nobody has labelled";
    }

    private static String replay(IncidentView view, IncidentView.Replay replay) {
        return "on "
                + Figures.count(replay.rows())
                + " recorded rows "
                + view.release()
                + " is right on "
                + Figures.percent(replay.releaseRight())
                + view.returnedTo()
                        .map(to -> ", " + to + " on " + Figures.percent(replay.returnedToRight()))
                        .orElse("");
    }

    private static String done(IncidentView view) {
        var held = view.held() ? view.release() + " is held" : view.release() + " is not held";
        return view.returnedTo()
                .map(to -> "traffic is back on " + to + "; " + held)
                .orElse("traffic did not move; " + held);
    }

    private static void field(Screen screen, String label, String value) {
        screen.field(label, LABEL, value);
    }
}
