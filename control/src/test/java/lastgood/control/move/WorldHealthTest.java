package lastgood.control.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import lastgood.control.move.FakeWorlds.Passing;
import lastgood.core.driver.Mark;
import lastgood.core.driver.Refusals;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.stack.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is seen of the worlds, where all is well and where it is not.
class WorldHealthTest {
    private static final WorldLimits BRIEF =
            new WorldLimits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    1,
                    Duration.ZERO,
                    Duration.ofSeconds(20));

    private final Village village = new Village();
    private final Village.Life life = village.new Life();

    @BeforeEach
    void twoWorlds() throws IOException {
        for (var name : new String[] {"index", "table"}) {
            village.driven(name, "v1", Requires.NOTHING);
            village.driven(name, "v2", Requires.NOTHING, "v1");
            village.driven(name, "v3", Requires.NOTHING, "v2", "v1");
        }
        village.shared(life, new TreeMap<>(Map.of("table", "v3", "index", "v3")));
    }

    @Test
    void whereAllIsWellEveryVersionOneMayGoBackToIsThere() throws IOException {
        var all = health().all(BRIEF);
        assertThat(all)
                .extracting(WorldHealth.OfComponent::component)
                .containsExactly("index", "table");
        assertThat(all).allMatch(WorldHealth.OfComponent::isFine);
        assertThat(all.getFirst().older())
                .containsExactly(
                        new WorldHealth.OfVersion("v2", Optional.empty()),
                        new WorldHealth.OfVersion("v1", Optional.empty()));
        assertThat(all.getFirst().about().orElseThrow().kind()).isEqualTo("memory");
        assertThat(village.worlds.asked).as("nothing is moved").isEmpty();
    }

    @Test
    void whatSomebodyMovedIsDrift() throws IOException {
        village.worlds.of("table").move("v2");
        var table = health().all(BRIEF).getLast();
        assertThat(table.drift()).hasValue("the world has v2, lastgood recorded v3");
        assertThat(table.isFine()).isFalse();
    }

    @Test
    void otherBytesUnderTheSameNameAreDrift() throws IOException {
        village.worlds.of("table").put("v3", "overwritten");
        assertThat(health().all(BRIEF).getLast().drift().orElseThrow())
                .startsWith("the world has v3, but other bytes than were recorded");
    }

    @Test
    void whatNobodyRecordedIsDrift() throws IOException {
        village.worlds.put("table", "v9");
        village.worlds.of("table").move("v9");
        assertThat(health().all(BRIEF).getLast().drift().orElseThrow())
                .contains("which is no version of it, lastgood recorded v3");
    }

    @Test
    void aVersionThatIsDamagedIsNoWayBack() throws IOException {
        village.worlds.of("table").put("v2", "damaged");
        var table = health().all(BRIEF).getLast();
        assertThat(table.older().getFirst().problem().orElseThrow().code())
                .isEqualTo(Code.VERSION_DAMAGED);
        assertThat(table.older().getLast().problem()).isEmpty();
        assertThat(table.isFine()).isFalse();
    }

    @Test
    void aWorldThatIsAwayIsSaidToBe() throws IOException {
        village.worlds
                .of("table")
                .breakDown(Refusals.failed("It is away.", java.util.List.of("gone")));
        var table = health().all(BRIEF).getLast();
        assertThat(table.ill().orElseThrow().what()).isEqualTo("It is away.");
        assertThat(table.live()).isInstanceOf(Outcome.Refused.class);
        assertThat(table.drift()).as("nobody knows").isEmpty();
    }

    @Test
    void oneThatHangsKeepsNoOtherFromBeingSeen() throws IOException {
        var release = new CountDownLatch(1);
        village.worlds.spoil(
                "index",
                driver ->
                        new Passing(driver) {
                            @Override
                            public Outcome<Mark> snapshot() {
                                try {
                                    release.await();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException("interrupted", e);
                                }
                                return super.snapshot();
                            }
                        });
        var limits =
                new WorldLimits(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        1,
                        Duration.ZERO,
                        Duration.ofMillis(500));
        var all = health().all(limits);
        release.countDown();
        assertThat(all.getFirst().ill().orElseThrow().cause()).contains("did not answer in time");
        assertThat(all.getLast().isFine()).isTrue();
    }

    private WorldHealth health() {
        return new WorldHealth(
                life.record,
                village.components,
                new Worlds(village.components, village.worlds, village.limits));
    }
}
