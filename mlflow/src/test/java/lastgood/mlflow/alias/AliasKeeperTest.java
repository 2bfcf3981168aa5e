package lastgood.mlflow.alias;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lastgood.core.port.Aliases;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.Samples;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Standing;
import lastgood.core.rollout.State;
import lastgood.mlflow.FakeMlflow;
import lastgood.mlflow.Json;
import lastgood.mlflow.ModelVersion;
import lastgood.mlflow.rest.Registry;
import lastgood.testing.Patience;
import lastgood.testing.RudeServer;
import lastgood.testing.RudeServer.Asked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Aliases come to stand where live and last good are, however MLflow behaves meanwhile.
class AliasKeeperTest {

    private final MemoryReleases releases = new MemoryReleases();
    private final ConcurrentHashMap<String, String> aliases = new ConcurrentHashMap<>();
    private final RudeServer server = new RudeServer();
    private AliasKeeper keeper;

    @BeforeEach
    void anMlflowWithVersionsOfWine() throws IOException {
        server.on(
                        "GET " + FakeMlflow.API + "/model-versions/get",
                        RudeServer.says(200, this::version))
                .on(
                        "GET " + FakeMlflow.API + "/registered-models/alias",
                        RudeServer.says(200, this::alias))
                .on(
                        "POST " + FakeMlflow.API + "/registered-models/alias",
                        RudeServer.says(200, this::set))
                .on(
                        "DELETE " + FakeMlflow.API + "/registered-models/alias",
                        RudeServer.says(200, this::delete));
        for (int number = 1; number <= 3; number++) {
            release(number, Optional.of("m-" + number));
        }
        release(4, Optional.empty());
        release(5, Optional.of("m-of-another-mlflow"));
        var tracking =
                FakeMlflow.must(
                        lastgood.mlflow.rest.Tracking.of(
                                Optional.of(server.url()), "--mlflow", java.util.Map.of()));
        keeper =
                new AliasKeeper(
                        new Registry(tracking, FakeMlflow.PATIENT), releases, () -> Samples.NOON);
    }

    @AfterEach
    void close() {
        keeper.close();
        server.close();
    }

    @Test
    void championIsWhatServesAndLastGoodWhatEarnedIt() {
        keeper.changed(Samples.WINE, steady(2, 1));

        Patience.until(
                "both aliases are set",
                () -> aliases.toString().contains("champion") && aliases.size() == 2);
        assertThat(aliases).containsEntry("champion", "2").containsEntry("last-good", "1");
        Patience.until("it is shown", () -> shown().isPresent());
        assertThat(shown())
                .hasValue(
                        new Aliases.Shown(
                                Optional.of("models:/wine/2"),
                                Optional.of("models:/wine/1"),
                                Optional.of(Samples.NOON),
                                Optional.empty()));
    }

    @Test
    void anMlflowThatFailsIsTriedAgainAndTheLastWishIsTheOneThatCounts() {
        var failures = new AtomicInteger();
        server.on(
                "POST " + FakeMlflow.API + "/registered-models/alias",
                (s, asked, exchange) ->
                        (failures.getAndIncrement() < 1
                                        ? RudeServer.says(503, _ -> "busy")
                                        : RudeServer.says(200, this::set))
                                .answer(s, asked, exchange));
        keeper.changed(Samples.WINE, steady(3, 1));
        Patience.until(
                "the trouble is shown", () -> shown().flatMap(Aliases.Shown::problem).isPresent());
        assertThat(shown().flatMap(Aliases.Shown::problem).orElseThrow()).contains("503");
        assertThat(aliases).isEmpty();

        keeper.changed(Samples.WINE, steady(1, 1));

        Patience.until(
                "it is tried again",
                () ->
                        "1".equals(aliases.get("champion"))
                                && shown().orElseThrow().problem().isEmpty());
        assertThat(posted())
                .noneMatch(body -> body.contains("\"3\"") && !body.equals(posted().getFirst()));
    }

    @Test
    void tellingItOfAChangeNeverWaitsForAnMlflowThatHangs() {
        server.on("GET " + FakeMlflow.API + "/model-versions/get", RudeServer.hangs());
        keeper.changed(Samples.WINE, steady(1, 1));
        Patience.until("it is asked", () -> !server.asked().isEmpty());

        var states = List.of(steady(1, 1), steady(2, 1), steady(3, 1));
        long began = System.nanoTime();
        IntStream.range(0, 1_000).forEach(i -> keeper.changed(Samples.WINE, states.get(i % 3)));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(server.asked()).as("it hangs still").hasSize(1);
    }

    @Test
    void aVersionThatIsAnotherModelThereGetsNoAlias() {
        keeper.changed(Samples.WINE, steady(5, 5));

        Patience.until(
                "the trouble is shown", () -> shown().flatMap(Aliases.Shown::problem).isPresent());
        assertThat(shown().flatMap(Aliases.Shown::problem).orElseThrow())
                .contains("another model", "m-of-another-mlflow");
        assertThat(aliases).isEmpty();
        assertThat(posted()).isEmpty();
    }

    @Test
    void aReleaseThatDidNotComeFromMlflowLeavesAliasesAlone() {
        keeper.changed(Samples.WINE, steady(2, 2));
        Patience.until("both aliases are set", () -> aliases.size() == 2);

        keeper.changed(Samples.WINE, steady(4, 4));

        Patience.until("nothing is shown", () -> shown().isEmpty());
        assertThat(aliases).containsEntry("champion", "2").containsEntry("last-good", "2");
    }

    @Test
    void whereNothingIsGoodAnAliasOfOursThatSaysSoGoes() {
        keeper.changed(Samples.WINE, steady(2, 1));
        Patience.until("both aliases are set", () -> aliases.size() == 2);

        keeper.changed(Samples.WINE, steady(2, 0));

        Patience.until("the alias goes", () -> !aliases.containsKey("last-good"));
        assertThat(aliases).containsEntry("champion", "2");
    }

    @Test
    void theSameStateAgainIsNotWrittenAgain() {
        keeper.changed(Samples.WINE, steady(2, 1));
        Patience.until("it is shown", () -> shown().isPresent());
        int asked = server.asked().size();

        keeper.changed(Samples.WINE, steady(2, 1));
        keeper.changed(Samples.TUMOUR, State.NEW);
        keeper.changed(Samples.WINE, steady(3, 1));

        Patience.until("the alias moves", () -> "3".equals(aliases.get("champion")));
        Patience.until(
                "the move is shown",
                () -> shown().orElseThrow().champion().equals(Optional.of("models:/wine/3")));
        assertThat(server.asked().size()).isEqualTo(2 * asked);
    }

    private void release(int number, Optional<String> modelId) throws IOException {
        var model = Samples.blob("model " + number);
        releases.store(new ByteArrayInputStream(Samples.bytes("model " + number)));
        var digest = releases.seal(Samples.manifest(model));
        var made = Samples.release(Samples.WINE, number, model, digest);
        var annotations =
                modelId.map(id ->
                                new ModelVersion(
                                                "wine",
                                                Integer.toString(number),
                                                Optional.of("run-" + number),
                                                Optional.of(id))
                                        .annotations())
                        .orElseGet(TreeMap::new);
        releases.remember(
                new Release(
                        made.service(),
                        made.id(),
                        made.manifest(),
                        made.label(),
                        annotations,
                        made.evidence(),
                        made.at(),
                        made.by()));
    }

    /// @param good 0: none
    private State steady(int live, int good) {
        var ids = IntStream.rangeClosed(1, 5).mapToObj(this::id).toList();
        return new State(
                new Standing(
                        Optional.empty(),
                        ids,
                        good == 0 ? List.of() : List.of(good),
                        new TreeMap<>(),
                        1,
                        1),
                new Phase.Steady(id(live)));
    }

    private ReleaseId id(int number) {
        try {
            return new ReleaseId(
                    number, releases.seal(Samples.manifest(Samples.blob("model " + number))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Optional<Aliases.Shown> shown() {
        return keeper.of(Samples.WINE);
    }

    private List<String> posted() {
        return server.asked().stream()
                .filter(a -> a.line().startsWith("POST"))
                .map(Asked::body)
                .toList();
    }

    private String version(Asked asked) {
        return told(asked.query().replaceAll(".*version=", ""));
    }

    private static String told(String number) {
        return "{\"model_version\":{\"name\":\"wine\",\"version\":\""
                + number
                + "\",\"run_id\":\"run-"
                + number
                + "\",\"source\":\"models:/m-"
                + number
                + "\"}}";
    }

    private String alias(Asked asked) {
        return told(aliases.getOrDefault(asked.query().replaceAll(".*alias=", ""), "99"));
    }

    private String set(Asked asked) {
        var said = Json.MAPPER.readTree(asked.body());
        aliases.put(said.path("alias").stringValue(), said.path("version").stringValue());
        return "{}";
    }

    private String delete(Asked asked) {
        aliases.remove(Json.MAPPER.readTree(asked.body()).path("alias").stringValue());
        return "{}";
    }
}
