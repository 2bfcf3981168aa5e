package lastgood.core.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Ceiling;
import lastgood.core.guard.Reading;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] that lead towards a candidate, or stand still. They are written down before they act.
final class Advance {
    private Advance() {}

    /// There is nothing to compare with and nothing to protect: it goes live at once.
    static Decision first(State state, Event.Started e) {
        var standing = state.standing().withNextRollout().withNextEpoch();
        var rollout = rollout(standing, e, new Rollout.Origin.Nothing());
        var why = "nothing to compare with: live at once";
        return allAtOnce(standing, rollout, Optional.empty(), "first", why);
    }

    /// What serves tripped and could not be taken back.
    static Decision outOfCorner(State state, Event.Started e, ReleaseId live) {
        return outOfStuck(state, e, live, live, live + " tripped");
    }

    /// What serves is not known to.
    static Decision outOfDoubt(State state, Event.Started e, Phase.Stuck.Unconfirmed u) {
        return outOfStuck(state, e, u.to(), u.from(), u.to() + " was not seen to serve");
    }

    /// What comes next has nothing to be compared with, like a first release.
    ///
    /// @param accused the release that incidents are about, which are over with this
    private static Decision outOfStuck(
            State state, Event.Started e, ReleaseId live, ReleaseId accused, String because) {
        var standing = state.standing().withNextRollout().withNextEpoch();
        var rollout = rollout(standing, e, new Rollout.Origin.Nothing());
        var from = Optional.of(live).filter(l -> !l.equals(e.release()));
        var why = because + ", so there is nothing to compare with: live at once";
        var out = allAtOnce(standing, rollout, from, "promote", why);
        var commands = new ArrayList<>(out.commands());
        commands.add(new Command.CloseIncident(accused));
        return new Changed(out.next(), commands, out.line(), out.retreat());
    }

    /// What is live and never earned good can bake again: nothing else would give it another chance.
    static Decision start(State state, Event.Started e, ReleaseId live) {
        if (live.equals(e.release())) {
            return mayBakeAgain(state, live)
                    ? bakeAgain(state, e, live)
                    : new Refused(Refusals.alreadyLive(state, live));
        }
        var standing = state.standing().withNextRollout().withNextEpoch();
        Rollout.Origin origin =
                e.noWayBack().isPresent()
                        ? new Rollout.Origin.Nothing()
                        : new Rollout.Origin.Live(live);
        var rollout = rollout(standing, e, origin);
        var share = e.terms().steps().getFirst();
        var tooMuch = e.load().filter(load -> e.terms().isTooMuch(load, share));
        if (tooMuch.isPresent()) {
            return new Refused(Refusals.tooMuch(state, e, tooMuch.get().text(e.release(), share)));
        }
        if (e.terms().lastStep() == 0) {
            var why =
                    "in one step of 100 %"
                            + e.noWayBack().map(w -> "; there is no way back: " + w).orElse("");
            return allAtOnce(standing, rollout, Optional.of(live), "promote", why);
        }
        var canary = new Phase.Canary(rollout, live, 0, e.at().plus(e.terms().time(0)));
        var why = "rollout " + rollout.number() + ", " + e.terms().text(0);
        return changed(
                Rules.next(standing, canary),
                List.of(Serving.as(standing, canary)),
                Rules.line(
                        e.at(),
                        live,
                        Optional.empty(),
                        Optional.of(e.release()),
                        canary.word(),
                        e.by(),
                        why));
    }

    private static boolean mayBakeAgain(State state, ReleaseId live) {
        return state.phase().watched().isEmpty() && !state.standing().isGood(live);
    }

    private static Decision bakeAgain(State state, Event.Started e, ReleaseId live) {
        var standing = state.standing().withNextRollout().withNextEpoch();
        Rollout.Origin origin =
                standing.goodBefore(live)
                        .<Rollout.Origin>map(Rollout.Origin.Live::new)
                        .orElseGet(Rollout.Origin.Nothing::new);
        var why = "it is live and never earned good: it bakes again";
        return allAtOnce(standing, rollout(standing, e, origin), Optional.empty(), "bake", why);
    }

    static Decision next(State state, Phase.Canary c, Event.Judged j) {
        if (c.step() + 1 == c.rollout().terms().lastStep()) {
            return promote(
                    state,
                    c.rollout(),
                    j.at(),
                    j.ceilings(),
                    Actor.SERVER,
                    "every guard let it pass"
                            + Sentences.inconclusive(j.readings())
                            + compared(c, j));
        }
        var standing = state.standing().withNextEpoch();
        var terms = c.rollout().terms();
        int step = c.step() + 1;
        var further = new Phase.Canary(c.rollout(), c.live(), step, j.at().plus(terms.time(step)));
        var why = terms.text(step) + compared(c, j);
        return changed(
                Rules.next(standing, further),
                List.of(Serving.as(standing, further)),
                Rules.line(
                        j.at(),
                        c.live(),
                        Optional.empty(),
                        Optional.of(c.rollout().candidate()),
                        "step",
                        Actor.SERVER,
                        why));
    }

    /// What the shadow saw, said when it is left.
    private static String compared(Phase.Canary left, Event.Judged j) {
        return left.isShadow()
                ? j.compared().map(c -> "; in shadow: " + Sentences.comparison(c)).orElse("")
                        + Sentences.paired(j.readings())
                : "";
    }

    static Decision promote(
            State state,
            Rollout rollout,
            Instant at,
            List<Ceiling> ceilings,
            Actor by,
            String why) {
        var standing = state.standing().withNextEpoch();
        var baking = new Phase.Baking(rollout, at.plus(rollout.terms().bake()), ceilings);
        var text =
                rollout.candidate()
                        + " is live at 100 % and bakes until "
                        + Sentences.instant(baking.until());
        return changed(
                Rules.next(standing, baking),
                List.of(
                        Serving.as(standing, baking),
                        new Command.Verify(standing.epoch(), rollout.candidate()),
                        new Command.Notify(Notice.PROMOTED, text)),
                Rules.line(
                        at,
                        rollout.candidate(),
                        rollout.returnTo(),
                        Optional.empty(),
                        "promote",
                        by,
                        why));
    }

    static Decision good(State state, Rollout rollout, Instant at) {
        var live = rollout.candidate();
        var standing = state.standing().withGood(live).withNextEpoch();
        var steady = new Phase.Steady(live);
        return changed(
                Rules.next(standing, steady),
                List.of(Serving.as(standing, steady)),
                Rules.line(
                        at,
                        live,
                        Optional.empty(),
                        Optional.empty(),
                        "good",
                        Actor.SERVER,
                        "baked, and no guard tripped"));
    }

    static Decision unproven(State state, Phase.Baking b) {
        return Rules.quietly(
                Rules.next(state.standing(), new Phase.Unproven(b.rollout(), b.ceilings())),
                List.of());
    }

    static Decision pause(State state, Phase.Canary c, Event.Paused e) {
        return pause(state, c.rollout(), c.live(), c.step(), true, e);
    }

    /// A person's pause is stronger than one for blindness, which ends by itself.
    static Decision pauseStill(State state, Phase.Paused p, Event.Paused e) {
        return p.why() == Phase.Pause.BLIND
                ? pause(state, p.rollout(), p.live(), p.step(), p.exposed(), e)
                : new Nothing();
    }

    static Decision pauseBlind(State state, Phase.Canary c, Instant at, List<Reading> blind) {
        var paused = new Phase.Paused(c.rollout(), c.live(), c.step(), true, Phase.Pause.BLIND, at);
        var why = "blind for longer than its patience: " + Sentences.names(blind);
        return changed(
                Rules.next(state.standing(), paused),
                List.of(
                        new Command.Notify(
                                Notice.PAUSED, c.rollout().candidate() + " is paused, " + why)),
                standing(c.rollout(), c.live(), at, "pause", Actor.SERVER, why));
    }

    /// Back into the same step with its evidence; its time starts anew.
    static Decision resume(State state, Phase.Paused p, Instant at, Actor by) {
        var standing = state.standing().withNextEpoch();
        var time = p.rollout().terms().time(p.step());
        // What the guards say once resumes it, and does not leave the step as well.
        var notBefore = at.plus(time.isZero() ? Duration.ofMillis(1) : time);
        var canary = new Phase.Canary(p.rollout(), p.live(), p.step(), notBefore);
        var why = "step " + (p.step() + 1) + " again, with its evidence";
        return changed(
                Rules.next(standing, canary),
                List.of(Serving.as(standing, canary)),
                standing(p.rollout(), p.live(), at, "resume", by, why));
    }

    private static Decision pause(
            State state,
            Rollout rollout,
            ReleaseId live,
            int step,
            boolean exposed,
            Event.Paused e) {
        var paused = new Phase.Paused(rollout, live, step, exposed, Phase.Pause.PERSON, e.at());
        var why = "paused by a person; guards stay armed";
        return changed(
                Rules.next(state.standing(), paused),
                List.of(),
                standing(rollout, live, e.at(), "pause", e.by(), why));
    }

    private static Changed allAtOnce(
            Standing standing, Rollout rollout, Optional<ReleaseId> from, String how, String why) {
        var at = rollout.startedAt();
        var baking = new Phase.Baking(rollout, at.plus(rollout.terms().bake()), List.of());
        return changed(
                Rules.next(standing, baking),
                List.of(
                        Serving.as(standing, baking),
                        new Command.Verify(standing.epoch(), rollout.candidate())),
                Rules.line(
                        at, rollout.candidate(), from, Optional.empty(), how, rollout.by(), why));
    }

    private static Rollout rollout(Standing standing, Event.Started e, Rollout.Origin origin) {
        return new Rollout(standing.rollouts(), e.release(), origin, e.terms(), e.at(), e.by());
    }

    private static HistoryLine standing(
            Rollout rollout, ReleaseId live, Instant at, String how, Actor by, String why) {
        return Rules.line(
                at, live, Optional.empty(), Optional.of(rollout.candidate()), how, by, why);
    }

    private static Changed changed(State next, List<Command> commands, HistoryLine line) {
        return new Changed(next, commands, Optional.of(line), false);
    }
}
