package lastgood.cli.rollout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.cli.Session;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.GuardTable;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.GuardView;
import lastgood.wire.view.RolloutView;

/// A line for each change of a rollout: its state, its step, a guard's verdict, its end.
final class WatchLines {
    private static final int WORD = 15;
    private static final int METRIC = 19;

    private final Session session;
    private final Map<String, String> verdicts = new HashMap<>();
    private String seen = "";

    WatchLines(Session session) {
        this.session = session;
    }

    /// What is new since the last time.
    List<String> of(RolloutView view) {
        var lines = new ArrayList<String>();
        for (var guard : view.guards()) {
            var word = word(guard, view);
            if (!word.equals(verdicts.put(guard.guard(), word))) {
                lines.add(at(guard(guard, view)));
            }
        }
        var state = state(view);
        if (!state.equals(seen)) {
            seen = state;
            lines.add(at(state));
        }
        return lines;
    }

    private String at(String what) {
        return Figures.clock(session.now(), session.environment().zone()) + "  " + what;
    }

    private String state(RolloutView view) {
        return Text.padded(RolloutScreen.state(session.screen(), view), WORD)
                + view.release()
                + " "
                + Figures.share(view.share())
                + view.end()
                        .map(end -> ", by " + end.by())
                        .orElse(", step " + view.step() + " of " + view.steps().size())
                + view.why().map(w -> ", " + w).orElse("");
    }

    private static String word(GuardView guard, RolloutView view) {
        return GuardTable.word(guard, RolloutScreen.isShadow(view));
    }

    private String guard(GuardView guard, RolloutView view) {
        Screen screen = session.screen();
        return Text.padded(screen.mark(GuardTable.mark(guard), word(guard, view)), WORD)
                + Text.padded(GuardTable.name(guard), METRIC)
                + view.release()
                + " "
                + Figures.percent(guard.candidate())
                + guard.baseline()
                        .map(b -> " " + view.origin().orElse("baseline") + " " + Figures.percent(b))
                        .orElse("")
                + " bound "
                + Figures.percent(guard.bound())
                + " n "
                + Figures.count(guard.n());
    }
}
