package lastgood.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import lastgood.core.release.fit.Rule;
import lastgood.core.release.fit.Side;
import lastgood.wire.problem.ProblemDetails;
import lastgood.wire.request.CopyRequest;
import lastgood.wire.request.DrillRequest;
import lastgood.wire.request.ModelRequest;
import lastgood.wire.request.PredictionQueryRequest;
import lastgood.wire.request.PruneRequest;
import lastgood.wire.request.PullRequest;
import lastgood.wire.request.PushRequest;
import lastgood.wire.request.ReasonRequest;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.request.RolloutRequest;
import lastgood.wire.request.SignatureRequest;
import lastgood.wire.request.SubmissionRequest;
import lastgood.wire.view.AppliedView;
import lastgood.wire.view.BlobView;
import lastgood.wire.view.ComponentHistoryView;
import lastgood.wire.view.ComponentView;
import lastgood.wire.view.CopiedView;
import lastgood.wire.view.CreatedView;
import lastgood.wire.view.DiffView;
import lastgood.wire.view.DoctorView;
import lastgood.wire.view.DrillEvidenceView;
import lastgood.wire.view.DrillView;
import lastgood.wire.view.GraphView;
import lastgood.wire.view.GuardView;
import lastgood.wire.view.HeldView;
import lastgood.wire.view.HistoryView;
import lastgood.wire.view.IncidentView;
import lastgood.wire.view.LabelsView;
import lastgood.wire.view.MlflowView;
import lastgood.wire.view.ModelView;
import lastgood.wire.view.PartView;
import lastgood.wire.view.PlanView;
import lastgood.wire.view.PredictionLogView;
import lastgood.wire.view.PredictionTableView;
import lastgood.wire.view.PreflightView;
import lastgood.wire.view.PruneView;
import lastgood.wire.view.PrunedView;
import lastgood.wire.view.PulledView;
import lastgood.wire.view.PushedView;
import lastgood.wire.view.ReaderView;
import lastgood.wire.view.ReleaseView;
import lastgood.wire.view.RolloutView;
import lastgood.wire.view.ShadowView;
import lastgood.wire.view.SightView;
import lastgood.wire.view.SignatureView;
import lastgood.wire.view.StackView;
import lastgood.wire.view.StatusView;
import lastgood.wire.view.StepView;
import lastgood.wire.view.VerificationView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The OpenAPI file is written by hand; this is what keeps it true.
class OpenApiTest {
    private final JsonNode document = document();

    static Stream<Class<? extends Record>> spoken() {
        return Stream.of(
                AppliedView.class,
                BlobView.class,
                ComponentHistoryView.class,
                ComponentHistoryView.Moved.class,
                ComponentHistoryView.Reader.class,
                ComponentHistoryView.Turn.class,
                ComponentView.class,
                ComponentView.World.class,
                CreatedView.class,
                DiffView.class,
                DiffView.Break.class,
                DoctorView.class,
                DoctorView.Finding.class,
                DrillEvidenceView.class,
                DrillEvidenceView.Piece.class,
                DrillRequest.class,
                DrillView.class,
                GraphView.class,
                GuardView.class,
                GuardView.Pairs.class,
                HeldView.class,
                HistoryView.class,
                IncidentView.class,
                IncidentView.Trip.class,
                IncidentView.Suspect.class,
                IncidentView.Replay.class,
                LabelsView.class,
                MlflowView.class,
                PartView.class,
                PlanView.class,
                PlanView.Change.class,
                PlanView.Impact.class,
                PredictionLogView.class,
                PredictionLogView.PredictionDay.class,
                PredictionLogView.PredictionTally.class,
                PredictionQueryRequest.class,
                PredictionTableView.class,
                PredictionTableView.PredictionColumn.class,
                PreflightView.class,
                ProblemDetails.class,
                PruneRequest.class,
                PruneView.class,
                PruneView.Kept.class,
                PrunedView.class,
                ReaderView.class,
                ReasonRequest.class,
                ReleaseView.class,
                ReleaseView.Evidence.class,
                RollbackRequest.class,
                RolloutRequest.class,
                RolloutView.class,
                RolloutView.End.class,
                ShadowView.class,
                SightView.class,
                StackView.class,
                StackView.Member.class,
                StatusView.class,
                StepView.class,
                StatusView.Readiness.class,
                CopyRequest.class,
                PullRequest.class,
                PushRequest.class,
                SignatureRequest.class,
                CopiedView.class,
                PulledView.class,
                PushedView.class,
                SignatureView.class,
                VerificationView.class,
                ModelRequest.class,
                ModelView.class,
                SubmissionRequest.class);
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void everyRecordHasASchemaWithExactlyItsFields(Class<? extends Record> record) {
        var schema = document.at("/components/schemas/" + record.getSimpleName());

        assertThat(names(schema.get("properties"))).containsExactlyElementsOf(fields(record));
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void aFieldMayBeNullExactlyWhereTheRecordSaysOptional(Class<? extends Record> record) {
        var properties =
                document.at("/components/schemas/" + record.getSimpleName() + "/properties");
        for (var field : record.getRecordComponents()) {
            assertThat(properties.get(name(field)).toString().contains("\"null\""))
                    .as(field.getName())
                    .isEqualTo(field.getType() == Optional.class);
        }
    }

    @Test
    void everyRuleOfASchemaAndEachOfItsSidesIsListed() {
        var known = document.at("/components/schemas/Break/properties");

        assertThat(known.at("/rule/enum").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(Arrays.stream(Rule.values()).map(Rule::text).toList());
        assertThat(known.at("/side/enum").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(Arrays.stream(Side.values()).map(Side::text).toList());
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
        var used = new TreeSet<String>();
        document.findValues("$ref")
                .forEach(ref ->
                        used.add(ref.stringValue().substring("#/components/schemas/".length())));

        assertThat(names(document.at("/components/schemas")))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everyPathNamesItsParametersAndEveryOperationItsId() {
        var ids = new TreeSet<String>();
        int operations = 0;
        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                operations++;
                ids.add(operation.getValue().get("operationId").stringValue());
                for (var parameter : operation.getValue().path("parameters")) {
                    if (parameter.get("in").stringValue().equals("path")) {
                        assertThat(path.getKey())
                                .contains("{" + parameter.get("name").stringValue() + "}");
                    }
                }
            }
        }
        assertThat(ids).hasSize(operations);
    }

    private static Iterable<String> fields(Class<? extends Record> record) {
        return Arrays.stream(record.getRecordComponents()).map(OpenApiTest::name).toList();
    }

    private static String name(RecordComponent field) {
        var other = field.getAccessor().getAnnotation(JsonProperty.class);
        return other == null ? field.getName() : other.value();
    }

    private static Iterable<String> names(JsonNode object) {
        return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    private static JsonNode document() {
        try (var in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            return Json.mapper().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
