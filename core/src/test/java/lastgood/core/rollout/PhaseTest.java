package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import org.junit.jupiter.api.Test;

/// What a phase says of itself, and of where a rollback would go.
class PhaseTest {
    private static final Map<String, List<Event>> HISTORIES = histories();

    @Test
    void eachHasItsWord() {
        assertThat(each(s -> s.phase().word()))
                .containsExactly(
                        "empty",
                        "steady",
                        "steady",
                        "canary",
                        "paused",
                        "paused",
                        "baking",
                        "baking",
                        "steady",
                        "returning",
                        "stuck",
                        "stuck");
    }

    @Test
    void eachKnowsWhatServes() {
        assertThat(each(s -> s.phase().serving().map(ReleaseId::name).orElse("–")))
                .containsExactly(
                        "–", "r2", "r1", "r1", "r1", "r1", "r2", "r1", "r2", "r1", "r1", "r1");
    }

    @Test
    void twoTryACandidate() {
        assertThat(each(s -> s.phase().candidate().map(ReleaseId::name).orElse("–")))
                .containsExactly("–", "–", "–", "r2", "r2", "r2", "–", "–", "–", "–", "–", "–");
    }

    @Test
    void theCandidatesShareIsWhatItGets() {
        assertThat(each(s -> s.phase().share()))
                .containsExactly(0., 0., 0., .1, .1, 0., 0., 0., 0., 0., 0., 0.);
    }

    @Test
    void guardsAreArmedFromTheFirstShareUntilGoodIsEarned() {
        assertThat(each(s -> s.phase().watched().map(Rollout::number).orElse(0)))
                .containsExactly(0, 0, 0, 2, 2, 2, 2, 1, 2, 0, 0, 0);
    }

    @Test
    void theLastStepIsTheBake() {
        assertThat(each(s -> s.phase().step())).containsExactly(0, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0);
    }

    @Test
    void ceilingsAreFrozenAtPromotion() {
        assertThat(each(s -> s.phase().ceilings().size()))
                .containsExactly(0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0);
    }

    @Test
    void aRollbackGoesToTheOriginWhileGuardsAreArmedAndToAnOlderGoodReleaseOtherwise() {
        assertThat(each(s -> s.rollbackTo().map(ReleaseId::name).orElse("–")))
                .containsExactly("–", "r1", "–", "r1", "r1", "r1", "r1", "–", "r1", "–", "–", "–");
        assertThat(given(steadyOnR3(), rolledBack(300)).state().rollbackTo()).contains(R1);
        assertThat(given(steadyOnR3(), rolledBack(300), ticked(301)).state().rollbackTo())
                .contains(R1);
    }

    @Test
    void oneSentenceSaysWhereTrafficGoes() {
        assertThat(each(State::traffic))
                .containsExactly(
                        "Traffic: none, no release has been rolled out.",
                        "Traffic: 100 % r2.",
                        "Traffic: 100 % r1.",
                        "Traffic: 90 % r1, 10 % r2.",
                        "Traffic: 90 % r1, 10 % r2.",
                        "Traffic: 100 % r1.",
                        "Traffic: 100 % r2.",
                        "Traffic: 100 % r1.",
                        "Traffic: 100 % r2.",
                        "Traffic: 100 % r1.",
                        "Traffic: 100 % r1.",
                        "Traffic: 100 % r1.");
    }

    @Test
    void aRolloutKnowsItsEnd() {
        assertThat(rollout(1, R1, 0).isOver(at(1_000_000))).isFalse();
        var terms = terms(Optional.of(java.time.Duration.ofMinutes(30)), .1, 1);
        var rollout = new Rollout(1, R1, new Rollout.Origin.Nothing(), terms, at(0), ALICE);
        assertThat(rollout.isOver(at(29))).isFalse();
        assertThat(rollout.isOver(at(30))).isTrue();
    }

    private static <T> List<T> each(java.util.function.Function<State, T> question) {
        return HISTORIES.values().stream().map(h -> question.apply(given(h).state())).toList();
    }

    private static Map<String, List<Event>> histories() {
        var histories = new LinkedHashMap<String, List<Event>>();
        histories.put("empty", registered());
        histories.put("steady", steadyOnR2());
        histories.put("returned", returnedToR1());
        histories.put("canary", canaryOfR2());
        histories.put("paused", after(canaryOfR2(), paused(101)));
        histories.put("restarted", after(canaryOfR2(), restarted(101)));
        histories.put("baking", bakingR2());
        histories.put("first", after(registered(), started(1, R1)));
        histories.put("unproven", unprovenR2());
        histories.put("returning", returningToR1());
        histories.put("unconfirmed", unconfirmedOnR1());
        histories.put("cornered", corneredOnR1());
        return histories;
    }
}
