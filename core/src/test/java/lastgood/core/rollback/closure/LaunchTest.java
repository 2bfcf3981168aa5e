package lastgood.core.rollback.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Samples;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;
import org.junit.jupiter.api.Test;

/// The table has versions v1, v2, v3; v2 is live. fraud serves, and cost beside it.
class LaunchTest {
    private static final ServiceName FRAUD = new ServiceName("fraud");
    private static final ServiceName COST = new ServiceName("cost");

    @Test
    void aReleaseThatReadsTheLiveVersionGoesOutAlone() {
        var launch = launch(world(List.of("v2"), List.of("v2"), "v1"), "v3", "v2", "v3");
        assertThat(launch).isEqualTo(new Launch.Alone());
    }

    @Test
    void anotherVersionGoesLiveWithItWhereAllOthersAcceptIt() {
        var launch = launch(world(List.of("v2"), List.of("v2", "v3"), "v2"), "v3", "v3");
        assertThat(launch)
                .isEqualTo(
                        new Launch.Together(
                                new TreeMap<>(Map.of("table", "v3")), Optional.empty()));
    }

    @Test
    void whoCannotReadItIsNamed() {
        var launch = launch(world(List.of("v2"), List.of("v2"), "v2"), "v3", "v3");
        assertThat(launch)
                .isEqualTo(new Launch.Refused(List.of("cost r1 accepts table [v2], not v3")));
    }

    @Test
    void aVersionThatClosesTheWayBackSaysSo() {
        var launch = launch(world(List.of("v2"), List.of("v2", "v3")), "v3", "v3");
        assertThat(((Launch.Together) launch).noWayBack())
                .contains("fraud r1 accepts table [v2], not v3");
    }

    @Test
    void anOlderVersionIsGoneBackToOnlyWhereThatIsAllowed() {
        var open = world(List.of("v2"), List.of("v1", "v2"), "v1");
        assertThat(launch(open, "v1", "v1")).isInstanceOf(Launch.Together.class);

        var closed = world(List.of("v2"), List.of("v1", "v2"), "v2");
        assertThat(launch(closed, "v1", "v1"))
                .isEqualTo(new Launch.Refused(List.of("table v2 does not go back to v1")));
    }

    @Test
    void aVersionThatNobodyAppliedIsNoVersion() {
        assertThat(launch(world(List.of("v2"), List.of("v2", "v9"), "v1"), "v9", "v9"))
                .isEqualTo(new Launch.Refused(List.of("there is no table v9")));
    }

    @Test
    void theFirstReleaseOfAServiceHasNothingToGoBackTo() {
        var world = world(List.of("v2"), List.of("v2", "v3"));
        var option = option(1, "v3");
        var launch =
                Launch.of(
                        world,
                        new ServiceName("audit"),
                        option,
                        new TreeMap<>(Map.of("table", "v3")));
        assertThat(launch)
                .isEqualTo(new Launch.Refused(List.of("fraud r1 accepts table [v2], not v3")));
    }

    @Test
    void aComponentThatReadsItIsAskedToo() {
        var world = world(List.of("v2"), List.of("v2", "v3"), "v2");
        var components = new TreeMap<>(world.components());
        components.put(
                "index",
                new World.Component(
                        "i1",
                        List.of(new World.Version("i1", Migration.NONE, List.of(), needs("v2")))));
        assertThat(launch(new World(world.services(), components), "v3", "v3"))
                .isEqualTo(new Launch.Refused(List.of("index@i1 accepts table [v2], not v3")));
    }

    private static Launch launch(World world, String used, String... accepts) {
        return Launch.of(world, FRAUD, option(2, accepts), new TreeMap<>(Map.of("table", used)));
    }

    /// @param reverts what v3 and v2 can go back to
    private static World world(List<String> fraud, List<String> cost, String... reverts) {
        var services = new TreeMap<ServiceName, World.Service>();
        services.put(FRAUD, new World.Service(option(1, fraud.toArray(String[]::new)), List.of()));
        services.put(COST, new World.Service(option(1, cost.toArray(String[]::new)), List.of()));
        var versions = List.of(version("v3", reverts), version("v2", reverts), version("v1"));
        var components = new TreeMap<String, World.Component>();
        components.put("table", new World.Component("v2", versions));
        return new World(services, components);
    }

    private static World.Version version(String name, String... reverts) {
        return new World.Version(name, Migration.NONE, List.of(reverts), Requires.NOTHING);
    }

    private static World.Option option(int number, String... accepts) {
        var id = new ReleaseId(number, Digest.of(Samples.bytes("release " + number)));
        return new World.Option(id, needs(accepts));
    }

    private static Requires needs(String... accepts) {
        return new Requires(new TreeMap<>(Map.of("table", List.of(accepts))));
    }
}
