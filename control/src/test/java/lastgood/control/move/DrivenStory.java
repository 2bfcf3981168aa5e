package lastgood.control.move;

import static lastgood.control.move.Village.AUDIT;
import static lastgood.control.move.Village.COST;
import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import lastgood.control.move.FakeWorlds.Passing;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollout.Event;
import lastgood.core.stack.Requires;
import org.junit.jupiter.api.BeforeEach;

/// fraud r2 reads the table and the index in v2, r1 in v1; cost r1 takes both of the table; audit goes with fraud. Both live
/// in worlds of their own, and the table is made from the index: v2 of it needs v2 of the index, v1 takes either.
abstract class DrivenStory {
    final Village village = new Village();
    Village.Life life = village.new Life();

    @BeforeEach
    void allReadTheNewVersions() throws IOException {
        village.driven("index", "v1", Requires.NOTHING);
        village.driven("index", "v2", Requires.NOTHING, "v1");
        village.driven("table", "v1", requires("index", "v1", "v2"));
        village.driven("table", "v2", requires("index", "v2"), "v1");
        var both = new TreeMap<String, List<String>>();
        for (var version : List.of("v1", "v2")) {
            both.put("table", List.of(version));
            both.put("index", List.of(version));
            village.good(life, FRAUD, village.release(life, FRAUD, both));
            village.good(life, AUDIT, village.release(life, AUDIT, version));
        }
        village.good(life, COST, village.release(life, COST, "v1", "v2"));
        var live = new TreeMap<>(Map.of("table", "v2", "index", "v2"));
        village.shared(life, live);
    }

    static ComponentDriver restoring(
            ComponentDriver driver, BiFunction<Mark, MoveKey, Restored> how) {
        return new Passing(driver) {
            @Override
            public Restored restore(Mark to, MoveKey key) {
                return how.apply(to, key);
            }
        };
    }

    static Restored refused() {
        return new Restored.Unchanged(no());
    }

    static Problem no() {
        return Refusals.failed("The world says no.", List.of("it must not"));
    }

    static Restored unknown() {
        return new Restored.Unknown(Refusals.failed("Nobody knows.", List.of("the line broke")));
    }

    /// Traffic, records and worlds are those of one stack.
    void mustBe(boolean isNew, String when) {
        var version = isNew ? "v1" : "v2";
        assertThat(life.live(FRAUD).number()).as(when).isEqualTo(isNew ? 1 : 2);
        assertThat(life.live(AUDIT).number()).as(when).isEqualTo(isNew ? 1 : 2);
        assertThat(life.live(COST).number()).as(when).isEqualTo(1);
        assertThat(life.record.now().live())
                .as(when)
                .isEqualTo(Map.of("table", version, "index", version));
        assertThat(village.worlds.live("table")).as(when).isEqualTo(version);
        assertThat(village.worlds.live("index")).as(when).isEqualTo(version);
        for (var service : List.of(FRAUD, COST, AUDIT)) {
            mustServe(service, version, when);
        }
    }

    private void mustServe(ServiceName service, String version, String when) {
        try {
            var serving = village.releases.find(service, life.live(service)).orElseThrow();
            var bound = life.binder.bind(serving);
            assertThat(bound.manifest().used("table").map(u -> u.version()))
                    .as(when)
                    .isEqualTo(service.equals(FRAUD) ? Optional.empty() : Optional.of(version));
            life.board
                    .route(service)
                    .ifPresent(r -> assertThat(r.split().live()).as(when).isEqualTo(bound.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean crashes() throws IOException {
        try {
            rollBack();
            return false;
        } catch (Fuse.Crash _) {
            return true;
        }
    }

    Optional<Problem> rollBack() throws IOException {
        var to = life.loop(FRAUD).state().standing().goodBefore(life.live(FRAUD)).orElseThrow();
        var closure = life.companions.closure(FRAUD, to);
        assertThat(closure).isInstanceOf(Closure.Found.class);
        var asked = new Event.RolledBack(NOON, ALICE, Optional.of(to), "wrong scores");
        return life.mover.back(
                life.loop(FRAUD),
                Optional.of(asked),
                ((Closure.Found) closure).moves(),
                ALICE,
                "wrong scores");
    }

    static Requires requires(String component, String... versions) {
        var map = new TreeMap<String, List<String>>();
        map.put(component, List.of(versions));
        return new Requires(map);
    }
}
