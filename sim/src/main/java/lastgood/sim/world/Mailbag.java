package lastgood.sim.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import lastgood.sim.Reach;
import lastgood.wire.request.LabelsRequest;

/// What callers find out about their predictions, and send in: late, out of order, twice, until it is acknowledged.
public final class Mailbag {
    private static final int MOST_AT_ONCE = 60;

    private record Letter(
            long due,
            int number,
            ServiceName service,
            Prediction prediction,
            String id,
            Value is) {}

    private final World world;
    private final PriorityQueue<Letter> letters =
            new PriorityQueue<>(
                    Comparator.comparingLong(Letter::due).thenComparingInt(Letter::number));
    private int written;

    public Mailbag(World world) {
        this.world = world;
    }

    /// Most find out, most of them soon.
    void remember(ServiceName service, Prediction prediction, boolean wrong) {
        var dice = world.dice();
        if (prediction.rollout() > 0 && dice.chance(.8)) {
            post(service, prediction, wrong);
        }
    }

    /// Of an answer beside a shadow: it is of no rollout, and judges a candidate all the same.
    void rememberPair(ServiceName service, Prediction live, boolean wrong) {
        if (world.dice().chance(.8)) {
            post(service, live, wrong);
        }
    }

    private void post(ServiceName service, Prediction prediction, boolean wrong) {
        var dice = world.dice();
        var id = world.disk().seal().seal(service, prediction);
        write(service, prediction, id, new Value.Whole(wrong ? 1 : 0));
        if (dice.chance(.05)) {
            world.trace().reach(Reach.LABEL_TWICE);
            write(service, prediction, id, new Value.Whole(dice.below(2)));
        }
    }

    /// Sends what is due, and again soon what is not acknowledged.
    public void send() {
        world.services().forEach(this::send);
        world.agenda().after(world.dice().spread(100, 1_500), this::send);
    }

    private void send(ServiceName service) {
        var life = world.answering();
        var due = due(service);
        if (life.isEmpty() || due.isEmpty()) {
            letters.addAll(due);
            return;
        }
        due.forEach(l -> world.witness().labelled(service, l.prediction(), false));
        try {
            var lines = due.stream().map(Mailbag::line).toList();
            life.get().control().desks().labels().take(service, new LabelsRequest(lines));
            due.forEach(l -> world.witness().labelled(service, l.prediction(), true));
            due.clear();
        } catch (IOException e) {
            world.trace()
                    .say(service.text(), due.size() + " labels were not taken: " + e.getMessage());
        } finally {
            letters.addAll(due); // also where the process died of it
        }
    }

    private List<Letter> due(ServiceName service) {
        var due = new ArrayList<Letter>();
        var others = new ArrayList<Letter>();
        while (!letters.isEmpty()
                && letters.peek().due() <= world.agenda().elapsed()
                && due.size() < MOST_AT_ONCE) {
            var letter = letters.remove();
            (letter.service().equals(service) ? due : others).add(letter);
        }
        letters.addAll(others);
        return due;
    }

    private void write(ServiceName service, Prediction prediction, String id, Value is) {
        long due = world.agenda().elapsed() + world.dice().spread(100, 40_000);
        letters.add(new Letter(due, written++, service, prediction, id, is));
    }

    private static LabelsRequest.Line line(Letter letter) {
        return new LabelsRequest.Line(letter.id(), Optional.empty(), Optional.of(letter.is()));
    }
}
