package lastgood.server.soak.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.Rest;
import lastgood.server.soak.client.ServerProcess;
import lastgood.testing.Patience;
import tools.jackson.databind.JsonNode;

/// Holds a server that was started again against what it had promised.
final class Inspection {
    private static final String BASE = "/services/" + Tumour.SERVICE;

    /// At a fifth, that none of so many goes to the candidate by chance happens once in six hundred thousand.
    private static final int ASKED = 60;

    private static final int MOST_LABELS = 10_000;

    /// The earlier ones were looked at after earlier kills.
    private static final int COMPONENTS = 2;

    /// Lines of the history that say how it came to stand elsewhere.
    private static final int TOLD = 5;

    private static final Duration TO_RETURN = Duration.ofSeconds(20);

    private final Rest rest;
    private final Promises promises;
    private final Drafts drafts;
    private final List<String> broken = new ArrayList<>();

    Inspection(Rest rest, Promises promises, Drafts drafts) {
        this.rest = rest;
        this.promises = promises;
        this.drafts = drafts;
    }

    /// Looks at everything; what it finds is where the next round begins.
    ///
    /// @return the promises that were broken, each a sentence
    List<String> look(ServerProcess server, Oracle oracle) throws IOException {
        var standing = standing();
        nobodyIsTried(server, oracle);
        var history = rest.history(Tumour.SERVICE);
        history(history);
        releases();
        labels();
        files();
        openEnd();
        promises.begin(standing, history);
        return broken;
    }

    private Standing standing() throws IOException {
        Patience.until("a retreat is confirmed", TO_RETURN, () -> !state().equals("returning"));
        var status = rest.status(Tumour.SERVICE);
        var seen = Standing.of(status);
        var expected = possible().stream().map(Standing::afterRestart).toList();
        if (!expected.contains(seen)) {
            broken.add(
                    "it stands at "
                            + seen
                            + ", but was left at "
                            + expected
                            + "; the history ends with "
                            + rest.history(Tumour.SERVICE).stream().limit(TOLD).toList());
        }
        if (seen.trying() && !status.get("why").asString("").equals("restart")) {
            broken.add("the rollout is paused, but not for the restart: " + status.get("why"));
        }
        if (status.get("candidateShare").doubleValue() != 0) {
            broken.add("the candidate has a share of " + status.get("candidateShare"));
        }
        for (var field : List.of("live", "lastGood")) {
            if (!status.get(field).asString("").equals(Standing.LIVE)) {
                broken.add(field + " is " + status.get(field));
            }
        }
        return seen;
    }

    private List<Standing> possible() {
        var known = promises.standing();
        return Stream.concat(
                        Stream.of(known),
                        promises.open().stream()
                                .flatMap(o -> known.ends(o.deed(), o.subject()).stream()))
                .toList();
    }

    private void nobodyIsTried(ServerProcess server, Oracle oracle) throws IOException {
        try (var caller = new Caller(server.predict(), Tumour.SERVICE)) {
            var rows = oracle.telling();
            for (int i = 0; i < ASKED; i++) {
                var row = rows.get(i % rows.size());
                var answer = caller.ask(row.request());
                oracle.objection(row, answer).ifPresent(broken::add);
                if (answer.status() == 200 && !answer.release().equals(Standing.LIVE)) {
                    broken.add("a request was answered by " + answer.release());
                }
            }
        }
    }

    /// What was there is there, unaltered; this round's deeds follow in their order, and none that nobody did.
    private void history(List<JsonNode> now) {
        var past = promises.past();
        int added = now.size() - past.size();
        if (added < 0 || !now.subList(added, now.size()).equals(past)) {
            broken.add("the history of " + past.size() + " lines is not what it was");
            return;
        }
        var told =
                now.subList(0, added).reversed().stream()
                        .filter(l -> l.get("by").stringValue().equals("soak"))
                        .map(l -> l.get("how").stringValue())
                        .toList();
        var done = new ArrayList<>(promises.lines());
        boolean asAcknowledged = told.equals(done);
        promises.open().flatMap(o -> o.deed().line()).ifPresent(done::add);
        if (!asAcknowledged && !told.equals(done)) {
            broken.add(
                    "the history tells of "
                            + told
                            + ", but "
                            + promises.lines()
                            + " was acknowledged");
        }
    }

    private void releases() throws IOException {
        var there = new TreeMap<String, String>();
        rest.get(BASE + "/releases")
                .all()
                .forEach(r ->
                        there.put(r.get("release").stringValue(), r.get("digest").stringValue()));
        promises.releases()
                .forEach((name, digest) -> {
                    if (!digest.equals(there.get(name))) {
                        broken.add(
                                "release " + name + " is " + there.get(name) + ", not " + digest);
                    }
                });
    }

    private void labels() throws IOException {
        for (int i = 0; i < promises.labels().size(); i += MOST_LABELS) {
            var some =
                    promises.labels()
                            .subList(i, Math.min(i + MOST_LABELS, promises.labels().size()));
            var counts = rest.post(BASE + "/labels", Person.body(some)).done();
            if (counts.get("duplicate").intValue() != some.size()) {
                broken.add("of " + some.size() + " acknowledged labels: " + counts);
            }
        }
    }

    private void files() throws IOException {
        for (var text : promises.components().reversed().stream().limit(COMPONENTS).toList()) {
            unchanged(Asked.to(Deed.COMPONENT, text));
        }
        // What was under way may stand in the place of what was acknowledged before it: then nobody
        // can tell.
        var settings = promises.settings();
        if (settings.isPresent() && promises.open().filter(o -> o.deed() == Deed.APPLY).isEmpty()) {
            unchanged(Asked.to(Deed.APPLY, settings.get()));
        }
    }

    private void unchanged(Asked before) throws IOException {
        var applied = drafts.again(before).send(rest, "/apply").all().getFirst();
        if (!applied.get("what").stringValue().equals("unchanged")) {
            broken.add("an acknowledged file was not there: " + applied);
        }
    }

    /// What was not acknowledged is done again, as its caller would: it works, and nothing is left half done.
    private void openEnd() throws IOException {
        if (promises.open().isEmpty()) {
            return;
        }
        var open = promises.open().get();
        switch (open.deed()) {
            case CREATE -> promises.acknowledged(drafts.again(open).send(rest, "/releases").done());
            case COMPONENT, APPLY ->
                    promises.acknowledged(drafts.again(open).send(rest, "/apply").done());
            case LABELS -> {
                var counts = rest.post(BASE + "/labels", Person.body(open.batch())).done();
                int all = open.batch().size();
                if (counts.get("accepted").intValue() != all
                        && counts.get("duplicate").intValue() != all) {
                    broken.add("a call with " + all + " labels was taken in part: " + counts);
                }
                promises.acknowledged(counts);
            }
            case HOLD,
                    UNHOLD,
                    START,
                    PAUSE,
                    RESUME,
                    STOP,
                    ROLLBACK -> {} // where it stands was looked at
        }
    }

    private String state() throws IOException {
        return rest.status(Tumour.SERVICE).get("state").stringValue();
    }
}
