package lastgood.control.steering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lastgood.control.guard.Loads;
import lastgood.control.guard.Watcher;
import lastgood.control.move.Launcher;
import lastgood.control.move.StackMover;
import lastgood.control.release.References;
import lastgood.control.release.Vouchers;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Schema;
import lastgood.core.rollback.closure.Launch;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import lastgood.wire.file.Defaults;

/// What people can do with a rollout.
public final class RolloutDesk {
    private final Releases releases;
    private final References references;
    private final Vouchers vouchers;
    private final StandbyKeeper standby;
    private final Launcher launcher;
    private final StackMover mover;
    private final Watcher watcher;
    private final Loads loads;
    private final InstantSource clock;

    public RolloutDesk(
            Releases releases,
            References references,
            Vouchers vouchers,
            StandbyKeeper standby,
            Launcher launcher,
            StackMover mover,
            Watcher watcher,
            Loads loads,
            InstantSource clock) {
        this.releases = releases;
        this.references = references;
        this.vouchers = vouchers;
        this.standby = standby;
        this.launcher = launcher;
        this.mover = mover;
        this.watcher = watcher;
        this.loads = loads;
        this.clock = clock;
    }

    /// Starts a rollout: when this answers, it is journalled and the candidate gets its first share.
    ///
    /// What would be refused anyway is refused before anything is loaded.
    public Outcome<State> start(ServiceLoop loop, String reference, Actor by) throws IOException {
        return switch (references.resolve(loop.service(), loop.state(), reference)) {
            case Outcome.Refused<ReleaseId>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<ReleaseId>(var id) -> start(loop, id, by);
        };
    }

    public Outcome<State> pause(ServiceLoop loop, Actor by) {
        return outcome(loop.handle(new Event.Paused(clock.instant(), by)));
    }

    /// The candidate may have been let go of while it had no share, so it is made ready first.
    public Outcome<State> resume(ServiceLoop loop, Actor by) {
        return ready(
                loop,
                loop.state().phase().candidate().stream().toList(),
                loop.state().phase(),
                () -> new Event.Resumed(clock.instant(), by));
    }

    public Outcome<State> promote(ServiceLoop loop, Actor by) {
        var state = loop.state();
        var judged =
                watcher.judge(loop.service(), state)
                        .orElseGet(() ->
                                new Event.Judged(clock.instant(), 0, 0, List.of(), 0, List.of()));
        return ready(
                loop,
                state.phase().candidate().stream().toList(),
                state.phase(),
                () -> new Event.Promoted(clock.instant(), by, judged));
    }

    public Outcome<State> stop(ServiceLoop loop, Actor by, String reason) {
        return outcome(loop.handle(new Event.Stopped(clock.instant(), by, reason)));
    }

    public Outcome<State> hold(ServiceLoop loop, String reference, Actor by, String reason)
            throws IOException {
        return references
                .resolve(loop.service(), loop.state(), reference)
                .then(id -> outcome(loop.handle(new Event.Held(clock.instant(), by, id, reason))));
    }

    public Outcome<State> unhold(ServiceLoop loop, String reference, Actor by, String reason)
            throws IOException {
        return references
                .resolve(loop.service(), loop.state(), reference)
                .then(id ->
                        outcome(loop.handle(new Event.Unheld(clock.instant(), by, id, reason))));
    }

    /// Why a rollout of a release would be refused now, before anything is loaded; empty: nothing is known against it.
    public Optional<Problem> refusal(ServiceLoop loop, ReleaseId id, Schema schema, Actor by) {
        var settings = settings(loop);
        var terms = terms(settings, schema);
        return Rules.decide(loop.state(), new Event.Started(clock.instant(), by, id, terms))
                        instanceof Decision.Refused(var problem)
                ? Optional.of(problem)
                : StartCheck.misfit(terms.guards(), id, schema, settings)
                        .map(misfit -> misfit.inState(loop.state().traffic()));
    }

    static Outcome<State> outcome(Answer answer) {
        return switch (answer) {
            case Answer.Changed(var state, _) -> Outcome.done(state);
            case Answer.Same(var state) -> Outcome.done(state);
            case Answer.Refused(var problem) -> Outcome.refused(problem);
        };
    }

    private Outcome<State> start(ServiceLoop loop, ReleaseId id, Actor by) throws IOException {
        var release = releases.find(loop.service(), id);
        if (release.isEmpty()) {
            return Outcome.refused(
                    Problem.of(
                                    Code.NO_SUCH_RELEASE,
                                    id + " is numbered but was never stored in full.")
                            .because("the server stopped while it was made")
                            .tryThis("lastgood release create -f release.yaml")
                            .inState(loop.state().traffic()));
        }
        var schema = release.get().parts().schema();
        var refusal = refusal(loop, id, schema, by);
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        var unsigned = vouchers.objection(id);
        if (unsigned.isPresent()) {
            return Outcome.refused(unsigned.get().inState(loop.state().traffic()));
        }
        var terms = terms(settings(loop), schema);
        return switch (launcher.launch(loop, id, release.get().manifest())) {
            case Launch.Refused(var why) -> Outcome.refused(misfit(loop, id, why));
            case Launch.Together together ->
                    together(
                            loop,
                            release.get(),
                            started(loop, by, id, atOnce(terms), together.noWayBack()),
                            together);
            case Launch.Alone() -> {
                var decision =
                        Rules.decide(loop.state(), started(loop, by, id, terms, Optional.empty()));
                var next = decision.after(loop.state());
                yield ready(
                        loop,
                        decision instanceof Decision.Changed ? next.answering() : List.of(id),
                        next.phase(),
                        () -> started(loop, by, id, terms, Optional.empty()));
            }
        };
    }

    /// What it takes is known once it is ready.
    private Event.Started started(
            ServiceLoop loop, Actor by, ReleaseId id, Terms terms, Optional<String> noWayBack) {
        var load = loads.of(loop.service(), id);
        return new Event.Started(clock.instant(), by, id, terms, noWayBack, load);
    }

    /// What it shares goes live with it, so there is no share of traffic that it could be tried with.
    private Outcome<State> together(
            ServiceLoop loop, Release release, Event.Started started, Launch.Together together) {
        return mover.undisturbed(() -> {
            try {
                if (!launcher.launch(loop, release.id(), release.manifest()).equals(together)) {
                    return Outcome.refused(
                            StackMover.changed(loop.service()).inState(loop.state().traffic()));
                }
                return mover.forward(loop, started, together.components())
                        .<Outcome<State>>map(Outcome::refused)
                        .orElseGet(() -> Outcome.done(loop.state()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Terms atOnce(Terms terms) {
        return new Terms(
                List.of(Share.ALL),
                terms.stepTime(),
                terms.bake(),
                terms.minRequests(),
                terms.maxDuration(),
                terms.guards());
    }

    private static Problem misfit(ServiceLoop loop, ReleaseId id, List<String> why) {
        return Problem.of(
                        Code.OTHERS_DO_NOT_FIT,
                        id
                                + " of "
                                + loop.service()
                                + " was not rolled out: others could not read what it needs.")
                .because(why)
                .tryThis(
                        "lastgood graph",
                        "roll out releases of the others first that accept both versions")
                .inState(loop.state().traffic());
    }

    /// The event comes when the releases it may expose are ready, and finds them so.
    ///
    /// @param next where the service stands once it came
    private Outcome<State> ready(
            ServiceLoop loop, List<ReleaseId> ids, Phase next, Supplier<Event> event) {
        return switch (standby.holding(
                loop.service(), ids, next, () -> Outcome.done(loop.handle(event.get())))) {
            case Outcome.Done<Answer>(var answer) -> outcome(answer);
            case Outcome.Refused<Answer>(var problem) ->
                    Outcome.refused(problem.inState(loop.state().traffic()));
        };
    }

    private static Settings settings(ServiceLoop loop) {
        return loop.state().standing().settings().orElse(Defaults.settings());
    }

    /// The terms that hold for this release: the standard guards depend on what its schema says.
    private static Terms terms(Settings settings, Schema schema) {
        var terms = settings.terms();
        return terms.withGuards(Defaults.guards(settings, schema.hasColumns()));
    }
}
