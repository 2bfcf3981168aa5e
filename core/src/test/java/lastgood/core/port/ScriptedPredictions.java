package lastgood.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;

/// A prediction log that answers what it was told to answer, and remembers what it was asked.
public final class ScriptedPredictions implements PredictionRecords {
    private final List<Query> asked = new ArrayList<>();
    private final List<Day> days = new ArrayList<>();
    private final Map<ServiceName, PredictionLog.Tally> tallies = new TreeMap<>();
    private Outcome<Answer> answer =
            Outcome.refused(Problem.of(Code.INVALID_QUERY, "Nobody said what to answer."));

    public synchronized List<Query> asked() {
        return List.copyOf(asked);
    }

    public synchronized void answers(Answer said) {
        answer = Outcome.done(said);
    }

    public synchronized void holds(Day day, PredictionLog.Tally tally) {
        days.add(day);
        tallies.put(day.service(), tally);
    }

    @Override
    public synchronized Outcome<Answer> query(Query query) {
        asked.add(query);
        return answer;
    }

    @Override
    public synchronized List<Day> days() {
        return List.copyOf(days);
    }

    @Override
    public synchronized Map<ServiceName, PredictionLog.Tally> tallies() {
        return Map.copyOf(tallies);
    }
}
