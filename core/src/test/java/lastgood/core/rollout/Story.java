package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;

/// Given what happened, when this happens, then that follows.
final class Story {
    private final State before;
    private final Decision decision;

    private Story(State before, Decision decision) {
        this.before = before;
        this.decision = decision;
    }

    static Story given(List<Event> history, Event... more) {
        var state = State.NEW;
        for (var event : Cast.after(history, more)) {
            state = next(state, event);
        }
        return new Story(state, new Decision.Nothing());
    }

    static State next(State state, Event event) {
        return switch (Rules.decide(state, event)) {
            case Decision.Changed changed -> changed.next();
            case Decision.Nothing() -> state;
            case Decision.Refused(var problem) ->
                    fail(event + " was refused in " + state.phase() + ": " + problem);
        };
    }

    Story when(Event event) {
        return new Story(state(), Rules.decide(state(), event));
    }

    /// And after that.
    Story and(Event event) {
        changed();
        return when(event);
    }

    /// The state after the last event.
    State state() {
        return decision.after(before);
    }

    Standing standing() {
        return state().standing();
    }

    Decision.Changed changed() {
        return decision instanceof Decision.Changed changed
                ? changed
                : fail("something follows, but it was " + decision);
    }

    Story thenPhase(Phase expected) {
        assertThat(changed().next().phase()).isEqualTo(expected);
        return this;
    }

    Story thenPhase(Class<? extends Phase> expected) {
        assertThat(changed().next().phase()).isInstanceOf(expected);
        return this;
    }

    /// Exactly these, in this order.
    Story thenCommands(Command... expected) {
        assertThat(changed().commands()).containsExactly(expected);
        return this;
    }

    /// These among others.
    Story thenAmongCommands(Command... expected) {
        assertThat(changed().commands()).contains(expected);
        return this;
    }

    Story thenServes(Route.Split split) {
        assertThat(changed().commands())
                .contains(new Command.Serve(split, changed().next().standing().epoch()));
        assertThat(changed().next().standing().epoch()).isEqualTo(before.standing().epoch() + 1);
        return this;
    }

    /// No traffic moves.
    Story thenServesTheSame() {
        assertThat(changed().commands()).noneMatch(c -> c instanceof Command.Serve);
        assertThat(changed().next().standing().epoch()).isEqualTo(before.standing().epoch());
        return this;
    }

    /// All traffic goes to `to`, at once; `from` is named as what was left.
    Story thenReturns(ReleaseId to, ReleaseId from) {
        thenServes(new Route.Split.Settled(to));
        var epoch = changed().next().standing().epoch();
        assertThat(changed().commands()).contains(new Command.Verify(epoch, to));
        assertThat(changed().next().phase())
                .isInstanceOfSatisfying(
                        Phase.Returning.class,
                        r -> {
                            assertThat(r.to()).isEqualTo(to);
                            assertThat(r.from()).isEqualTo(from);
                            assertThat(r.epoch()).isEqualTo(epoch);
                            assertThat(r.confirmBy()).isEqualTo(r.at().plus(Rules.CONFIRM));
                        });
        return thenActsFirst();
    }

    Story thenActsFirst() {
        assertThat(changed().retreat()).as("acts first").isTrue();
        return this;
    }

    Story thenWritesFirst() {
        assertThat(changed().retreat()).as("acts first").isFalse();
        return this;
    }

    Story thenTells(
            String how,
            ReleaseId live,
            Optional<ReleaseId> from,
            Optional<ReleaseId> candidate,
            Actor by,
            String why) {
        var at = changed().line().orElseThrow().at();
        assertThat(changed().line())
                .contains(new HistoryLine(at, Optional.of(live), from, candidate, how, by, why));
        return this;
    }

    Story thenTellsNothing() {
        assertThat(changed().line()).isEmpty();
        return this;
    }

    Story thenHeld(ReleaseId... expected) {
        assertThat(changed().next().standing().held().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(expected).map(ReleaseId::number).sorted().toList());
        return this;
    }

    void thenThereIsNothingToDo() {
        assertThat(decision).isEqualTo(new Decision.Nothing());
    }

    Problem thenRefused(Code code) {
        return switch (decision) {
            case Decision.Refused(var problem) -> {
                assertThat(problem.code()).isEqualTo(code);
                assertThat(problem.state()).isEqualTo(before.traffic());
                yield problem;
            }
            case Decision.Changed _, Decision.Nothing _ ->
                    fail("refused with " + code + ", but it was " + decision);
        };
    }
}
