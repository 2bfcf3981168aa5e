package lastgood.core.port;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.driver.Mark;
import lastgood.core.release.Digest;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;
import org.junit.jupiter.api.Test;

/// What every keeper of shared parts promises.
public abstract class ComponentsContract {
    /// The components of this test; asked again, they are opened again over what is stored.
    protected abstract Components open() throws Exception;

    @Test
    void anAddedVersionIsFound() throws Exception {
        var v1 = component("table", "v1", 0);
        assertThat(open().add(v1)).isEqualTo(v1);
        assertThat(open().find(v1.id())).hasValue(v1);
    }

    @Test
    void aVersionNeverChanges() throws Exception {
        var components = open();
        var v1 = component("table", "v1", 0);
        var other = new Component(v1.id(), "features", blob("other"), NOON, ALICE);
        components.add(v1);
        assertThat(components.add(other)).isEqualTo(v1);
        assertThat(open().find(v1.id())).hasValue(v1);
        assertThat(open().list()).containsExactly(v1);
    }

    @Test
    void whereAVersionIsDrivenCanBeSaidAgainAndItKeepsItsPlace() throws Exception {
        var components = open();
        var v1 = component("table", "v1", 0);
        var v2 = component("table", "v2", 1);
        components.add(v1);
        components.add(v2);
        var driven =
                new Driven(
                        "file",
                        new TreeMap<>(Map.of("link", "/srv/table")),
                        new Mark("v1", Digest.of(Samples.bytes("v1"))));
        var moved =
                new Component(
                        v1.id(),
                        v1.kind(),
                        v1.content(),
                        v1.config(),
                        v1.way(),
                        Optional.of(driven),
                        v1.at(),
                        v1.by());
        components.restate(moved);
        assertThat(open().list()).containsExactly(moved, v2);
    }

    @Test
    void whatIsLookedUpOfAVersionStaysWithIt() throws Exception {
        var components = open();
        var lookup =
                new lastgood.core.release.Lookup(
                        "id",
                        lastgood.core.release.Datatype.BYTES,
                        List.of("a", "b"),
                        List.of("b"));
        var plain = component("table", "v1", 0);
        var table =
                new Component(
                        plain.id(),
                        plain.kind(),
                        Optional.empty(),
                        Optional.empty(),
                        plain.way(),
                        Optional.empty(),
                        Optional.of(lookup),
                        plain.at(),
                        plain.by());
        components.add(table);
        assertThat(open().find(plain.id())).hasValue(table);
        assertThat(table.isSame(plain)).isFalse();
    }

    @Test
    void whatWasNeverAddedCannotBeSaidAgain() throws Exception {
        open().restate(component("table", "v1", 0));
        assertThat(open().list()).isEmpty();
    }

    @Test
    void versionsStandSideBySideByNameThenOldestFirst() throws Exception {
        var components = open();
        var later = component("table", "v1", 9);
        var zoo = component("zoo", "v1", 0);
        var early = component("table", "v10", 1);
        var animals = component("animals", "v1", 0);
        components.add(early);
        components.add(zoo);
        components.add(later);
        components.add(animals);
        assertThat(open().list()).containsExactly(animals, early, later, zoo);
    }

    @Test
    void nothingIsFoundWhereNothingWasAdded() throws Exception {
        open().add(component("table", "v1", 0));
        assertThat(open().find(new ComponentId("table", "v2"))).isEmpty();
        assertThat(open().find(new ComponentId("chair", "v1"))).isEmpty();
    }

    private static Component component(String name, String version, int seconds) {
        var id = new ComponentId(name, version);
        return new Component(id, "features", blob(id.toString()), NOON.plusSeconds(seconds), ALICE);
    }
}
