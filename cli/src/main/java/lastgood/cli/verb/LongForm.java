package lastgood.cli.verb;

import java.util.List;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Guard;

/// A guard with everything said that its line leaves unsaid; a service file takes it in place of the line.
record LongForm(
        String name,
        String metric,
        String expect,
        String method,
        int minSamples,
        String onNoData,
        String onTrip) {

    static LongForm of(Guard guard) {
        return new LongForm(
                guard.name(),
                guard.metric().text(),
                guard.line().substring(guard.metric().text().length() + 1),
                guard.bound().needsBaseline() ? "sequential" : "threshold",
                guard.minSamples(),
                "pause",
                "rollback");
    }

    List<String> yaml() {
        return List.of(
                "- name: " + name,
                "  metric: " + metric,
                // An unquoted '>' would begin a text of many lines.
                "  expect: " + (expect.startsWith(">") ? "'" + expect + "'" : expect),
                "  method: " + method,
                "  minSamples: " + minSamples,
                "  onNoData: " + onNoData,
                "  onTrip: " + onTrip);
    }

    static String meaning(Guard guard) {
        var compared =
                switch (guard.bound()) {
                    case Bound.Limit _, Bound.Within _ ->
                            "Compares the candidate with a fixed limit, also while nothing serves beside it.";
                    case Bound.Above _, Bound.Times _ ->
                            "Compares the candidate with live, request by request of the same time, so that a bad hour that hits both trips nothing.";
                };
        return compared
                + " It may be looked at after every request: the chance that any guard of a rollout ever sends back an equal release is 1 in 100, over all guards and the bake together. Fewer than "
                + guard.minSamples()
                + " candidate answers are no data, and no data never advances a rollout.";
    }
}
