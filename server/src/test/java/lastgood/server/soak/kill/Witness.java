package lastgood.server.soak.kill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import lastgood.server.soak.client.Answer;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Row;

/// What one client saw of a server that is about to be killed. It leaves what could be labelled in a queue.
final class Witness implements Load.Ear {
    private static final int KEPT = 20;

    private final Oracle oracle;
    private final BlockingQueue<Labelled> labels;
    private final List<Failure> failures = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private long answers;

    /// @param labels what does not fit in is not labelled
    Witness(Oracle oracle, BlockingQueue<Labelled> labels) {
        this.oracle = oracle;
        this.labels = labels;
    }

    /// A prediction and what is true of its row.
    record Labelled(String predictionId, int truth) {}

    private record Failure(long at, String what) {}

    @Override
    public void answered(Row row, Answer answer) {
        answers++;
        var objection = oracle.objection(row, answer);
        if (objection.isPresent()) {
            complain(objection.get());
        } else {
            var _ = labels.offer(new Labelled(answer.predictionId(), row.truth()));
        }
    }

    @Override
    public void failed(Row row, long at, IOException why) {
        if (failures.size() < KEPT) {
            failures.add(new Failure(at, "row " + row.index() + " was not answered: " + why));
        }
    }

    long answers() {
        return answers;
    }

    /// What cannot be explained by a plug that was pulled at `at`.
    List<String> complaints(long at) {
        var all = new ArrayList<>(complaints);
        failures.stream().filter(f -> f.at() < at).map(Failure::what).forEach(all::add);
        return all;
    }

    private void complain(String what) {
        if (complaints.size() < KEPT) {
            complaints.add(what);
        }
    }
}
