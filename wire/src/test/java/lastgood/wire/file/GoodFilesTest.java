package lastgood.wire.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Metric;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.Share;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;
import lastgood.core.stack.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said in a file arrives as it is said, and what is left out has the defaults of the contract.
class GoodFilesTest {
    private static final Path EXAMPLES = Path.of("../examples");

    static Stream<Path> examples() throws IOException {
        try (var files = Files.walk(EXAMPLES)) {
            return files
                    .filter(f ->
                            f.toString().endsWith(".yaml") && !f.toString().endsWith(".lock.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleOfTheRepositoryIsRead(Path file) throws IOException {
        var name = file.getFileName().toString();
        var text = Files.readString(file);
        var outcome =
                name.endsWith("release.yaml")
                        ? ReleaseFile.parse(name, text)
                        : name.startsWith("schema")
                                ? SchemaFile.parse(name, text)
                                : name.startsWith("ranges")
                                        ? RangesFile.parse(name, text)
                                        : DeclarationFile.parse(name, text);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whatIsLiveAnswersWhileComponentsMoveWhetherThatIsSaidOrNot() {
        var plain =
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: wine}
                spec:
                  task: classification
                """;
        var said = DeclarationFile.parse("service.yaml", plain + "  fallback: live\n");
        assertThat(said).isInstanceOf(Outcome.Done.class);
        assertThat(said).isEqualTo(DeclarationFile.parse("service.yaml", plain));
    }

    @Test
    void aFixedAnswerIsReadAsItIsWritten() {
        var text =
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: wine}
                spec:
                  task: classification
                  fallback: {outputs: {label: 0, scores: [0.50, 1e-3], name: "0"}}
                """;
        if (DeclarationFile.parse("service.yaml", text)
                instanceof Outcome.Done<List<Declaration>>(var declarations)) {
            var settings = ((Declaration.OfService) declarations.getFirst()).settings();
            assertThat(settings.fallback().orElseThrow().outputs())
                    .isEqualTo(
                            Map.of(
                                    "label",
                                    List.of("0"),
                                    "scores",
                                    List.of("0.50", "1e-3"),
                                    "name",
                                    List.of("0")));
            return;
        }
        throw new AssertionError("it is valid");
    }

    @Test
    void theSmallestReleaseHasTheDefaultsOfTheContract() {
        var draft =
                release(
                        """
                        apiVersion: lastgood/v1
                        kind: Release
                        metadata: {service: wine, label: lr-1}
                        spec:
                          model: {path: model.onnx}
                          features: none
                          preprocessing: none
                          schema: infer
                          runtime: {engine: onnxruntime}
                          config: {}
                        """);

        assertThat(draft.service().text()).isEqualTo("wine");
        assertThat(draft.label()).contains("lr-1");
        assertThat(draft.model()).isEqualTo(new RelativePath("model.onnx"));
        assertThat(draft.features()).isEqualTo(new ReleaseDraft.Features.None());
        assertThat(draft.preprocessing()).isEmpty();
        assertThat(draft.schema()).isEqualTo(new ReleaseDraft.Schema.Infer());
        assertThat(embedded(draft).threads()).isEqualTo(1);
        assertThat(draft.config()).isEqualTo(Parts.Config.DEFAULT);
        assertThat(draft.evidence()).isEqualTo(ReleaseDraft.Evidence.NONE);
        assertThat(draft.files()).containsExactly(new RelativePath("model.onnx"));
    }

    @Test
    void aReleaseThatSaysEverythingIsReadToTheLastKey() {
        var draft =
                release(
                        """
                        apiVersion: lastgood/v1
                        kind: Release
                        metadata:
                          service: fraud-scorer
                          label: 2026
                          annotations: {git.commit: 4c1f0aa9, build: 17}
                        spec:
                          model: {path: models/fraud.onnx, format: onnx}
                          features: {ref: txn-features@v8}
                          preprocessing: {path: pre.onnx}
                          schema: {path: schema.yaml}
                          runtime: {engine: onnxruntime, version: 1.29, threads: 4, memory: 1Gi}
                          config:
                            decisionThreshold: 0.82
                            timeout: 80ms
                            batchMax: 64
                            values:
                              clampMin: 0
                              name: "5"
                              on: true
                              nested: {deep: [1, two, {x: null}], empty: {}}
                          requires:
                            - txn-features: [v7, v8]
                          evidence:
                            dataset: transactions/2026-10
                            metrics: {recall: 0.91, loss: 1e-3}
                            golden: golden.ndjson
                            rows: rows.ndjson
                            ranges: infer
                        """);

        assertThat(draft.label()).contains("2026");
        assertThat(draft.annotations()).containsEntry("build", "17").hasSize(2);
        assertThat(draft.features())
                .isEqualTo(new ReleaseDraft.Features.Shared(new ComponentId("txn-features", "v8")));
        assertThat(embedded(draft).version()).contains("1.29");
        assertThat(embedded(draft).memory()).contains("1Gi");
        assertThat(draft.config().timeout()).isEqualTo(Duration.ofMillis(80));
        assertThat(draft.config().batchMax()).contains(64);
        assertThat(draft.config().values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "clampMin", "0",
                                "name", "\"5\"",
                                "on", "true",
                                "nested.deep", "[1,\"two\",{\"x\":null}]",
                                "nested.empty", "{}"));
        assertThat(draft.requires().versions()).containsEntry("txn-features", List.of("v7", "v8"));
        assertThat(draft.evidence().metrics()).containsEntry("loss", 0.001);
        assertThat(draft.evidence().ranges()).isEqualTo(new ReleaseDraft.Ranges.Infer());
        assertThat(draft.files())
                .extracting(RelativePath::text)
                .containsExactly(
                        "models/fraud.onnx",
                        "pre.onnx",
                        "schema.yaml",
                        "golden.ndjson",
                        "rows.ndjson");
    }

    @Test
    void aServiceThatSaysNothingHasTheDefaultsOfTheContract() {
        var settings =
                service(
                        """
                        apiVersion: lastgood/v1
                        kind: Service
                        metadata: {name: wine}
                        spec: {}
                        """);

        assertThat(settings).isEqualTo(Defaults.settings());
        assertThat(settings.terms().steps())
                .containsExactly(new Share(.1), new Share(.5), new Share(1));
        assertThat(settings.terms().stepTime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.terms().bake()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.terms().minRequests()).isEqualTo(50);
        assertThat(settings.terms().maxDuration()).isEmpty();
    }

    @Test
    void aRolloutMayBeginInShadowUntilAnswersOrForATime() {
        assertThat(steps("[shadow 200, 10%, 100%]"))
                .isEqualTo(
                        List.of(
                                Optional.of(new Shadow.Answers(200)),
                                Share.NONE,
                                new Share(.1),
                                Share.ALL));
        assertThat(steps("[shadow 30m, 100%]"))
                .isEqualTo(
                        List.of(
                                Optional.of(new Shadow.Time(Duration.ofMinutes(30))),
                                Share.NONE,
                                Share.ALL));
        assertThat(steps("[10%, 100%]"))
                .isEqualTo(List.of(Optional.empty(), new Share(.1), Share.ALL));
    }

    private static List<Object> steps(String steps) {
        var terms =
                service(
                                """
                                apiVersion: lastgood/v1
                                kind: Service
                                metadata: {name: wine}
                                spec:
                                  rollout: {steps: %s}
                                """
                                        .formatted(steps))
                        .terms();
        return Stream.concat(Stream.<Object>of(terms.shadow()), terms.steps().stream()).toList();
    }

    @Test
    void aRolloutMayBeOfSomeCallersOnly() {
        var audience =
                service(
                                """
                                apiVersion: lastgood/v1
                                kind: Service
                                metadata: {name: wine}
                                spec:
                                  rollout:
                                    only: {header: X-Country, values: [de, at]}
                                    include: {header: X-Lastgood-Try, values: beta}
                                """)
                        .terms()
                        .audience()
                        .orElseThrow();

        assertThat(audience.lines())
                .containsExactly("include x-lastgood-try: beta", "only x-country: de, at");
    }

    @Test
    void aServiceThatSaysEverythingIsReadToTheLastKey() {
        var settings =
                service(
                        """
                        apiVersion: lastgood/v1
                        kind: Service
                        metadata:
                          name: wine
                          owners: [team-cellar, ops]
                        spec:
                          task: classification
                          answer: {output: label}
                          rollout:
                            steps: [0.5%, 20 %, 100%]
                            stepTime: 3s
                            bake: 0s
                            minRequests: 200
                            maxDuration: 7d
                          guards:
                            - http.error_rate <= baseline + 0.5%
                            - name: quality
                              metric: quality.error_rate
                              expect: <= baseline + 3pp
                              method: sequential
                              minSamples: 96
                              onNoData: pause
                              onTrip: rollback
                        """);

        assertThat(settings.owners()).containsExactly("team-cellar", "ops");
        assertThat(settings.answer()).contains("label");
        var terms = settings.terms();
        assertThat(terms.steps()).containsExactly(new Share(.005), new Share(.2), Share.ALL);
        assertThat(terms.bake()).isZero();
        assertThat(terms.minRequests()).isEqualTo(200);
        assertThat(terms.maxDuration()).contains(Duration.ofDays(7));
        assertThat(terms.guards().lines())
                .extracting(Guard::name, Guard::metric, Guard::bound, Guard::minSamples)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "http.error_rate <= baseline + 0.5%",
                                Metric.HTTP_ERROR_RATE, new Bound.Above(.005), 30),
                        org.assertj.core.groups.Tuple.tuple(
                                "quality", Metric.QUALITY_ERROR_RATE, new Bound.Above(.03), 96));
    }

    @Test
    void theStandardSetAdaptsToTheSchemaAndToTheTask() {
        var settings = Defaults.settings();

        assertThat(settings.terms().guards().lines())
                .extracting(Guard::line)
                .containsExactly(
                        "http.error_rate <= baseline * 1.25",
                        "quality.error_rate <= baseline * 1.05",
                        "features.invalid <= 0.1%");
        assertThat(Defaults.guards(settings, true)).isEqualTo(settings.terms().guards());
        assertThat(Defaults.guards(settings, false).lines())
                .extracting(Guard::metric)
                .containsExactly(Metric.HTTP_ERROR_RATE, Metric.QUALITY_ERROR_RATE);
        assertThat(Defaults.settings(Settings.Task.REGRESSION).terms().guards().lines())
                .extracting(Guard::metric)
                .containsExactly(Metric.HTTP_ERROR_RATE, Metric.FEATURES_INVALID);
    }

    @Test
    void aSetThatSomebodyWroteLosesNothing() {
        var settings =
                service(
                        """
                        apiVersion: lastgood/v1
                        kind: Service
                        metadata: {name: wine}
                        spec: {guards: [features.invalid <= 0.1%]}
                        """);

        assertThat(Defaults.guards(settings, false).lines()).hasSize(1);
    }

    @Test
    void aFileThatIsAppliedMayHaveSeveralDocuments() {
        var outcome =
                DeclarationFile.parse(
                        "all.yaml",
                        """
                        ---
                        apiVersion: lastgood/v1
                        kind: Component
                        metadata: {name: txn-features, version: v7}
                        spec: {kind: features, path: v7.onnx}
                        ---
                        apiVersion: lastgood/v1
                        kind: Service
                        metadata: {name: fraud}
                        spec: {task: regression, guards: standard}
                        """);

        assertThat(outcome)
                .isEqualTo(
                        Outcome.done(
                                List.of(
                                        new Declaration.OfComponent(
                                                new ComponentId("txn-features", "v7"),
                                                "features",
                                                Optional.of(new RelativePath("v7.onnx")),
                                                Component.Lineage.UNSAID,
                                                Optional.empty()),
                                        new Declaration.OfService(
                                                new ServiceName("fraud"),
                                                Defaults.settings(Settings.Task.REGRESSION)))));
    }

    @Test
    void aComponentSaysWhatIsLookedUp() {
        var outcome =
                DeclarationFile.parse(
                        "table.yaml",
                        """
                        apiVersion: lastgood/v1
                        kind: Component
                        metadata: {name: customers, version: v1}
                        spec:
                          kind: features
                          lookup: {key: name, keyType: BYTES, columns: [age, "net income"], nullable: [age]}
                          driver: {kind: sql-pointer, url: "jdbc:sqlite:/f.db", view: customers, at: customers_v1}
                        """);
        var settings = new TreeMap<>(Map.of("url", "jdbc:sqlite:/f.db", "view", "customers"));
        assertThat(outcome)
                .isEqualTo(
                        Outcome.done(
                                List.of(
                                        new Declaration.OfComponent(
                                                new ComponentId("customers", "v1"),
                                                "features",
                                                Optional.empty(),
                                                Component.Lineage.UNSAID,
                                                Optional.of(
                                                        new Declaration.Driver(
                                                                "sql-pointer",
                                                                settings,
                                                                "customers_v1")),
                                                Optional.of(
                                                        new lastgood.core.release.Lookup(
                                                                "name",
                                                                lastgood.core.release.Datatype
                                                                        .BYTES,
                                                                List.of("age", "net income"),
                                                                List.of("age")))))));
    }

    @Test
    void aStackSaysWhatIsSharedAndItsComponentsHowTheyGoBack() {
        var outcome =
                DeclarationFile.parse(
                        "stack.yaml",
                        """
                        apiVersion: lastgood/v1
                        kind: Stack
                        metadata: {name: checkout-risk, owners: [team-risk]}
                        spec:
                          services: [fraud-scorer, chargeback-cost]
                          components:
                            - name: txn-features
                              kind: features
                              liveVersions: one
                            - {name: limits, kind: config}
                          rollback:
                            scope: closure
                            order: [features, models]
                            atomic: true
                        ---
                        apiVersion: lastgood/v1
                        kind: Component
                        metadata: {name: txn-features, version: v8}
                        spec:
                          kind: features
                          state: {store: redis://features/txn, migration: expand}
                          reverts: {to: [v7]}
                          requires: [{limits: [v1, v2]}]
                          driver: {kind: file, at: folder-8, link: /srv/table, versions: /srv/versions}
                        ---
                        apiVersion: lastgood/v1
                        kind: Component
                        metadata: {name: limits, version: v2}
                        spec: {kind: config, path: limits.yaml, reverts: {to: []}}
                        """);

        var limits = new TreeMap<>(Map.of("limits", List.of("v1", "v2")));
        var settings = new TreeMap<>(Map.of("link", "/srv/table", "versions", "/srv/versions"));
        assertThat(outcome)
                .isEqualTo(
                        Outcome.done(
                                List.of(
                                        new Declaration.OfStack(
                                                new Stack(
                                                        "checkout-risk",
                                                        List.of(
                                                                new ServiceName("fraud-scorer"),
                                                                new ServiceName("chargeback-cost")),
                                                        List.of(
                                                                new Stack.Member(
                                                                        "txn-features",
                                                                        "features",
                                                                        Stack.LiveVersions.ONE),
                                                                new Stack.Member(
                                                                        "limits",
                                                                        "config",
                                                                        Stack.LiveVersions.MANY)),
                                                        List.of("team-risk"))),
                                        new Declaration.OfComponent(
                                                new ComponentId("txn-features", "v8"),
                                                "features",
                                                Optional.empty(),
                                                new Component.Lineage(
                                                        Migration.EXPAND,
                                                        Optional.of(List.of("v7")),
                                                        new Requires(limits),
                                                        Optional.of("redis://features/txn")),
                                                Optional.of(
                                                        new Declaration.Driver(
                                                                "file", settings, "folder-8"))),
                                        new Declaration.OfComponent(
                                                new ComponentId("limits", "v2"),
                                                "config",
                                                Optional.of(new RelativePath("limits.yaml")),
                                                new Component.Lineage(
                                                        Migration.NONE,
                                                        Optional.of(List.of()),
                                                        Requires.NOTHING),
                                                Optional.empty()))));
    }

    @Test
    void aConfigurationCanStandInAFileOfItsOwn() {
        var config =
                done(
                        ConfigReader.parse(
                                "limits.yaml",
                                "decisionThreshold: 0.82\ntimeout: 80ms\nvalues: {cap: 5}\n"));
        assertThat(config.decisionThreshold()).isEqualTo(0.82);
        assertThat(config.values()).containsExactly(entry("cap", "5"));
        assertThat(config.component()).isEmpty();

        assertThat(ConfigReader.parse("limits.yaml", "treshold: 0.8\n"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.problem().why().toString())
                                        .contains("unknown key 'treshold'", "under values"));
    }

    @Test
    void aSchemaKnowsItsColumns() throws IOException {
        var schema =
                done(
                        SchemaFile.parse(
                                "schema.yaml",
                                Files.readString(EXAMPLES.resolve("tumour/schema.yaml"))));

        var input = schema.inputs().getFirst();
        assertThat(input.datatype()).isEqualTo(Datatype.FP32);
        assertThat(input.shape()).containsExactly(-1L, 30L);
        assertThat(input.columns()).hasSize(30);
        assertThat(input.columns().getFirst())
                .isEqualTo(
                        new Column(
                                "mean radius",
                                Optional.of("mm"),
                                java.util.Optional.of(0.0),
                                java.util.Optional.of(56.22),
                                List.of(),
                                false));
        assertThat(schema.hasColumns()).isTrue();
    }

    @Test
    void rangesKeepTheOrderOfTheColumnsAndNameThoseNobodyNamed() {
        var ranges =
                done(
                        RangesFile.parse(
                                "ranges.yaml",
                                """
                                X:
                                  - {name: mean radius, min: 6.981, max: 27.42}
                                  - {min: -1, max: 1}
                                Y:
                                  - {min: 0, max: 0}
                                """));

        assertThat(ranges)
                .containsExactly(
                        new OfflineEvidence.Range("X", 0, "mean radius", 6.981, 27.42),
                        new OfflineEvidence.Range("X", 1, "1", -1, 1),
                        new OfflineEvidence.Range("Y", 0, "0", 0, 0));
    }

    private static ReleaseDraft release(String text) {
        return done(ReleaseFile.parse("release.yaml", text));
    }

    private static Settings service(String text) {
        var declaration = done(DeclarationFile.parse("service.yaml", text)).getFirst();
        return ((Declaration.OfService) declaration).settings();
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) ->
                    throw new AssertionError(problem.what() + problem.why());
        };
    }

    @Test
    void aReleaseWhoseRuntimeIsAProgramNamesItsFiles() {
        var draft =
                release(
                        """
                        apiVersion: lastgood/v1
                        kind: Release
                        metadata: {service: wine}
                        spec:
                          model: {path: model.pkl}
                          features: none
                          preprocessing: none
                          schema: {path: schema.yaml}
                          runtime:
                            engine: command
                            command: "python3 server.py --port {port} --model {model}"
                            model: wine
                            files: [server.py, lib/rows.py]
                            environment: {MODE: fast, EMPTY: ""}
                            startWithin: 5s
                          config: {}
                        """);

        assertThat(draft.runtime())
                .isEqualTo(
                        new ReleaseDraft.Runtime.Command(
                                "python3 server.py --port {port} --model {model}",
                                "wine",
                                List.of(
                                        new RelativePath("server.py"),
                                        new RelativePath("lib/rows.py")),
                                new TreeMap<>(Map.of("MODE", "fast", "EMPTY", "")),
                                Duration.ofSeconds(5)));
        assertThat(draft.files().stream().map(RelativePath::text))
                .containsExactly("model.pkl", "schema.yaml", "server.py", "lib/rows.py");
    }

    private static Parts.Runtime embedded(ReleaseDraft draft) {
        return ((ReleaseDraft.Runtime.Embedded) draft.runtime()).runtime();
    }
}
