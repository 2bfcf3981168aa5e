package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lastgood.core.guard.Guard;
import lastgood.core.release.ReleaseId;
import lastgood.testing.Golden;
import org.junit.jupiter.api.Test;

/// The whole table as a picture, `rollout/rules-table.txt`: what follows from each phase and each event. Whoever changes
/// a rule sees here what else has changed. `./dev golden` accepts a new picture.
class RulesTableTest {
    private static final Terms AN_HOUR = terms(Optional.of(Duration.ofHours(1)), .1, .5, 1);
    private static final long LATER = 300;

    @Test
    void theTableIsAsItWasLookedAtLast() {
        var text = new StringBuilder();
        text.append(
                        "What follows from a phase and an event. r1 is good, r2 was or is tried, r3 and r4 exist.\n")
                .append("»  acts first, then writes (a retreat)      –  nothing to do\n");
        phases().forEach((name, history) -> {
            var state = Story.given(history).state();
            text.append("\n## ").append(name).append('\n');
            events(state)
                    .forEach((label, event) ->
                            text.append(row(label, state, Rules.decide(state, event))));
        });
        Golden.assertSame("rollout/rules-table.txt", text.toString());
    }

    private static Map<String, List<Event>> phases() {
        var canary = after(steadyOnR1(), started(100, R2, AN_HOUR));
        var baking = after(canary, content(110, 2, 0), content(120, 2, 1));
        var first = after(registered(), started(1, R1));
        var phases = new LinkedHashMap<String, List<Event>>();
        phases.put("Empty", registered());
        phases.put("Steady on r2, before it r1", steadyOnR2());
        phases.put("Steady on r1, nothing older", steadyOnR1());
        phases.put("Returned to r1 from r2", returnedToR1());
        phases.put(
                "Shadow of r2, step 1 of 4, at most an hour",
                after(steadyOnR1(), started(100, R2, inShadow(AN_HOUR, new Shadow.Answers(200)))));
        phases.put("Canary of r2, step 1 of 3, at most an hour", canary);
        phases.put("Paused by a person, r2 at 10 %", after(canary, paused(101)));
        phases.put("Paused for blindness, r2 at 10 %", after(canary, silent(130, 2, 0)));
        phases.put("Paused by a restart, r2 at 0 %", after(canary, restarted(101)));
        phases.put("Paused by a lease, r2 at 0 %", after(canary, lapsed(101, 3)));
        phases.put("Baking r2, r1 stands by", baking);
        phases.put("Baking r1, the first release", first);
        phases.put("Unproven r2, r1 stands by", after(baking, content(180, 2, 2, 0)));
        phases.put("Unproven r1, the first release", after(first, content(61, 1, 2, 0)));
        phases.put("Returning to r1 from r2", returningToR1());
        phases.put("Stuck, the way back to r1 not confirmed", unconfirmedOnR1());
        phases.put("Stuck, r1 cornered", corneredOnR1());
        return phases;
    }

    private static Map<String, Event> events(State state) {
        int rollout = state.standing().rollouts();
        int step = state.phase().step();
        long epoch = state.standing().epoch();
        var serving = state.phase().serving().orElse(R4);
        var tried = state.phase().candidate().orElse(serving);
        var events = new LinkedHashMap<String, Event>();
        events.put("applied", new Event.Applied(at(LATER), ALICE, settings()));
        events.put("created, new bytes", created(LATER, release(5)));
        events.put("created, known bytes", created(LATER, R2));
        events.put("started r3", started(LATER, R3));
        events.put("started what is live", started(LATER, serving));
        events.put("started r2", started(LATER, R2));
        events.put("judged: content, too early", content(105, rollout, step));
        events.put("judged: content, in time", content(155, rollout, step));
        events.put("judged: content, late", content(LATER, rollout, step));
        events.put("judged: content, no requests", content(155, rollout, step, 0));
        events.put("judged: blind too long", silent(155, rollout, step));
        events.put(
                "judged: one not read",
                judged(155, rollout, step, 1000, ok(Guard.HARD_LIMIT), ok(ERRORS)));
        events.put("judged: tripped", tripping(105, rollout, step));
        events.put("judged: tripped, other rollout", tripping(105, rollout + 1, step));
        events.put("vetoed", vetoed(105, rollout, tried));
        events.put("vetoed, earlier rollout", vetoed(105, Math.max(rollout - 1, 0), tried));
        events.put("lapsed", lapsed(105, epoch));
        events.put("lapsed, earlier epoch", lapsed(105, epoch - 1));
        events.put("put back to r1", putBack(105, tried, R1));
        events.put("put back from r4", putBack(105, R4, R1));
        events.put("paused", paused(105));
        events.put("resumed", resumed(105));
        events.put("promoted: content", promoted(105, content(105, rollout, step)));
        events.put("promoted: no requests", promoted(105, content(105, rollout, step, 0)));
        events.put("promoted: tripped", promoted(105, tripping(105, rollout, step)));
        events.put("stopped", stopped(105));
        events.put("rolled back", rolledBack(LATER));
        events.put("rolled back --to r1", rolledBack(LATER, R1));
        events.put("rolled back --to r2", rolledBack(LATER, R2));
        events.put("rolled back --to r4", rolledBack(LATER, R4));
        events.put("held r1", held(LATER, R1));
        events.put("held r2", held(LATER, R2));
        events.put("held r3", held(LATER, R3));
        events.put("unheld r2", unheld(LATER, R2));
        events.put("pruned r1", pruned(LATER, R1));
        events.put("pruned r3", pruned(LATER, R3));
        events.put("served as asked", served(LATER, epoch, serving));
        events.put("served, earlier epoch", served(LATER, epoch - 1, serving));
        events.put("served something else", served(LATER, epoch, R4));
        events.put("missed", missed(LATER, epoch));
        events.put("missed, earlier epoch", missed(LATER, epoch - 1));
        events.put("live cannot be loaded", unready(LATER, epoch, serving));
        events.put("ticked, soon", ticked(105));
        events.put("ticked, late", ticked(LATER));
        events.put("restarted", restarted(LATER));
        return events;
    }

    private static Settings settings() {
        return new Settings(
                Settings.Task.CLASSIFICATION, AN_HOUR, Optional.empty(), List.of("ml@example.org"));
    }

    private static String row(String label, State before, Decision decision) {
        return String.format("  %-32s %s%n", label, outcome(before, decision)).replace("\r", "");
    }

    private static String outcome(State before, Decision decision) {
        return switch (decision) {
            case Decision.Nothing() -> "–";
            case Decision.Refused(var problem) ->
                    "refused " + problem.code().id() + " " + problem.code();
            case Decision.Changed changed ->
                    (changed.retreat() ? "» " : "")
                            + phase(before, changed.next())
                            + remembered(before.standing(), changed.next().standing())
                            + changed.commands().stream()
                                    .map(c -> " · " + command(c))
                                    .collect(Collectors.joining())
                            + changed.line().map(l -> " | " + line(l)).orElse("");
        };
    }

    private static String phase(State before, State after) {
        return before.phase().equals(after.phase())
                ? "stays"
                : "→ "
                        + switch (after.phase()) {
                            case Phase.Empty _ -> "empty";
                            case Phase.Steady s -> "steady on " + s.live();
                            case Phase.Returned r -> "returned to " + r.live();
                            case Phase.Canary c ->
                                    "canary of "
                                            + c.rollout().candidate()
                                            + " step "
                                            + (c.step() + 1);
                            case Phase.Paused p -> Kinds.of(p) + ", step " + (p.step() + 1);
                            case Phase.Baking b -> "baking " + b.rollout().candidate();
                            case Phase.Unproven u -> "unproven " + u.rollout().candidate();
                            case Phase.Returning r ->
                                    "returning to " + r.to() + " from " + r.from();
                            case Phase.Stuck s -> Kinds.of(s);
                        };
    }

    private static String remembered(Standing before, Standing after) {
        var text = new StringBuilder();
        if (!before.settings().equals(after.settings())) {
            text.append(" · remembers the settings");
        }
        if (before.releases().size() < after.releases().size()) {
            text.append(" · numbers ").append(after.releases().getLast());
        }
        after.held().keySet().stream()
                .filter(n -> !before.held().containsKey(n))
                .forEach(n -> text.append(" · holds r").append(n));
        before.held().keySet().stream()
                .filter(n -> !after.held().containsKey(n))
                .forEach(n -> text.append(" · lifts the hold of r").append(n));
        after.good().stream()
                .filter(n -> !before.good().contains(n))
                .forEach(n -> text.append(" · r").append(n).append(" is good"));
        return text.toString();
    }

    private static String command(Command command) {
        return switch (command) {
            case Command.Serve(var split, var epoch) -> "serve " + split(split) + " @" + epoch;
            case Command.Verify(_, var release) -> "verify " + release;
            case Command.Acknowledge(var veto) -> "acknowledge veto of rollout " + veto.rollout();
            case Command.OpenIncident i ->
                    "open incident on "
                            + i.release()
                            + i.returnedTo().map(r -> ", back on " + r).orElse(", no way back");
            case Command.CloseIncident(var release) -> "close incidents on " + release;
            case Command.Notify(var notice, _) -> "tell " + notice;
        };
    }

    private static String split(Route.Split split) {
        return switch (split) {
            case Route.Split.Settled(var live) -> "100 % " + live;
            case Route.Split.Trying t when t.share().isNone() ->
                    "100 % " + t.live() + ", " + t.candidate() + " in shadow";
            case Route.Split.Trying t -> t.share() + " " + t.candidate() + ", rest " + t.live();
            case Route.Split.Proving p -> "100 % " + p.live() + by(p.origin());
        };
    }

    private static String by(Optional<ReleaseId> origin) {
        return origin.map(o -> ", " + o + " stands by").orElse(", nothing stands by");
    }

    private static String line(HistoryLine l) {
        return l.how()
                + " live "
                + l.live().map(ReleaseId::name).orElse("–")
                + l.from().map(f -> " from " + f).orElse("")
                + l.candidate().map(c -> " candidate " + c).orElse("")
                + " by "
                + l.by();
    }
}
