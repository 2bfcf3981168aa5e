package lastgood.control.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.control.move.WorldHealth.OfComponent;
import lastgood.control.move.WorldHealth.OfVersion;
import lastgood.core.driver.Mark;
import lastgood.core.driver.Refusals;
import lastgood.core.port.Samples;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.Test;

/// What is seen of a component in its own world, as findings.
class WorldsCheckupTest {
    private static final Outcome<Mark> SEEN =
            Outcome.done(new Mark("v3", Digest.of(Samples.bytes("table"))));
    private static final Problem AWAY = Refusals.failed("It is away.", List.of("nobody answers"));

    @Test
    void whereAllIsWellItIsSaidWhereOneCouldGoBackTo() {
        assertThat(
                        WorldsCheckup.of(
                                seen(
                                        Optional.empty(),
                                        SEEN,
                                        Optional.empty(),
                                        new OfVersion("v2", Optional.empty()),
                                        new OfVersion("v1", Optional.empty()))))
                .containsExactly(
                        Finding.ok("worlds", "table is at v3; there to go back to: v2, v1"));
    }

    @Test
    void aVersionFromWhichNothingGoesBackIsSaidToBeOne() {
        assertThat(WorldsCheckup.of(seen(Optional.empty(), SEEN, Optional.empty())))
                .extracting(Finding::found)
                .containsExactly("table is at v3, from which nothing goes back");
    }

    @Test
    void aWorldThatIsAwayIsOneFindingWithItsReason() {
        assertThat(
                        WorldsCheckup.of(
                                seen(Optional.of(AWAY), Outcome.refused(AWAY), Optional.empty())))
                .containsExactly(
                        Finding.failed(
                                "worlds",
                                "table: cannot be moved: It is away: nobody answers",
                                "lastgood component show table"));
    }

    @Test
    void whatSomebodyMovedAndAVersionThatIsDamagedAreFindingsOfTheirOwn() {
        assertThat(
                        WorldsCheckup.of(
                                seen(
                                        Optional.empty(),
                                        SEEN,
                                        Optional.of("the world has v2, lastgood recorded v3"),
                                        new OfVersion("v2", Optional.of(AWAY)),
                                        new OfVersion("v1", Optional.empty()))))
                .extracting(Finding::found)
                .containsExactly(
                        "table: the world has v2, lastgood recorded v3",
                        "table: could not go back to v2: It is away: nobody answers");
    }

    private static OfComponent seen(
            Optional<Problem> ill, Outcome<Mark> live, Optional<String> drift, OfVersion... older) {
        return new OfComponent("table", Optional.empty(), ill, "v3", live, drift, List.of(older));
    }
}
