package lastgood.gateway.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;

/// Every code by name: whoever makes a new one decides here what gRPC clients make of it.
class StatusesTest {
    private static final Map<Status.Code, Set<Code>> EXPECTED =
            Map.ofEntries(
                    Map.entry(
                            Status.Code.INVALID_ARGUMENT,
                            EnumSet.of(
                                    Code.INVALID_FILE,
                                    Code.INVALID_GUARD,
                                    Code.INVALID_KEY,
                                    Code.INVALID_LABELS,
                                    Code.INVALID_NAME,
                                    Code.INVALID_QUERY,
                                    Code.INVALID_RELEASE,
                                    Code.INVALID_REQUEST,
                                    Code.INVALID_SIGNATURE,
                                    Code.NOT_A_RELEASE,
                                    Code.NOT_IN_THIS_VERSION,
                                    Code.NO_SUCH_KEY,
                                    Code.WRONG_MEDIA,
                                    Code.WRONG_USAGE)),
                    Map.entry(Status.Code.DEADLINE_EXCEEDED, EnumSet.of(Code.DEADLINE)),
                    Map.entry(
                            Status.Code.NOT_FOUND,
                            EnumSet.of(
                                    Code.NOT_IN_REGISTRY,
                                    Code.NO_SUCH_COMPONENT,
                                    Code.NO_SUCH_DRILL,
                                    Code.NO_SUCH_INCIDENT,
                                    Code.NO_SUCH_MODEL,
                                    Code.NO_SUCH_PATH,
                                    Code.NO_SUCH_RELEASE,
                                    Code.NO_SUCH_SERVICE,
                                    Code.NO_SUCH_STACK,
                                    Code.VERSION_MISSING)),
                    Map.entry(Status.Code.PERMISSION_DENIED, EnumSet.of(Code.NOT_ALLOWED)),
                    Map.entry(Status.Code.RESOURCE_EXHAUSTED, EnumSet.of(Code.TOO_LARGE)),
                    Map.entry(
                            Status.Code.FAILED_PRECONDITION,
                            EnumSet.of(
                                    Code.ALREADY_LIVE,
                                    Code.COMPONENT_EXISTS,
                                    Code.FALLBACK_MISFITS,
                                    Code.FORWARD_ONLY,
                                    Code.GUARD_CANNOT_BE_FED,
                                    Code.HELD,
                                    Code.INCOMPATIBLE,
                                    Code.LIVE_CANNOT_BE_HELD,
                                    Code.MOVE_WAS_MADE,
                                    Code.NEEDS_CONSENT,
                                    Code.NOTHING_TO_RETURN_TO,
                                    Code.NOT_ENOUGH_EVIDENCE,
                                    Code.NOT_FOR_CALLERS,
                                    Code.NOT_OLDER,
                                    Code.NO_ROLLOUT,
                                    Code.NO_SUCH_OUTPUT,
                                    Code.OTHERS_DO_NOT_FIT,
                                    Code.PLAN_BLOCKED,
                                    Code.PRUNED,
                                    Code.QUERY_TOO_LARGE,
                                    Code.REGISTRY_DENIED,
                                    Code.ROLLOUT_RUNNING,
                                    Code.STILL_NEEDED,
                                    Code.TOO_SLOW,
                                    Code.UNSIGNED,
                                    Code.WORLD_CHANGED)),
                    Map.entry(Status.Code.UNIMPLEMENTED, EnumSet.of(Code.WRONG_METHOD)),
                    Map.entry(
                            Status.Code.INTERNAL,
                            EnumSet.of(
                                    Code.DRIVER_FAILED,
                                    Code.FEATURE_UNUSABLE,
                                    Code.INTERNAL,
                                    Code.LIVE_VERSION_UNCLEAR,
                                    Code.MLFLOW_UNREACHABLE,
                                    Code.MLFLOW_UNUSABLE,
                                    Code.MODEL_FAILED,
                                    Code.MOVE_OPEN,
                                    Code.MOVE_UNDONE,
                                    Code.NOT_PREPARED,
                                    Code.REGISTRY_LIES,
                                    Code.UNREACHABLE)),
                    Map.entry(
                            Status.Code.UNAVAILABLE,
                            EnumSet.of(
                                    Code.BUSY,
                                    Code.CANNOT_RECORD,
                                    Code.CONTROL_AWAY,
                                    Code.FEATURES_AWAY,
                                    Code.NOT_SERVING,
                                    Code.OVERLOADED,
                                    Code.RECORDS_AWAY,
                                    Code.REGISTRY_UNREACHABLE)),
                    Map.entry(
                            Status.Code.DATA_LOSS,
                            EnumSet.of(Code.BLOB_DAMAGED, Code.VERSION_DAMAGED)),
                    Map.entry(Status.Code.UNAUTHENTICATED, EnumSet.of(Code.NOT_LOGGED_IN)));

    @Test
    void everyCodeHasItsStatus() {
        var statuses = new EnumMap<Status.Code, Set<Code>>(Status.Code.class);
        for (var code : Code.values()) {
            statuses.computeIfAbsent(Statuses.of(code), _ -> EnumSet.noneOf(Code.class)).add(code);
        }

        assertThat(statuses).isEqualTo(EXPECTED);
    }

    /// A client whose failure it is would try again for nothing, and would be counted among ours.
    @Test
    void whatTheCallerMustChangeIsNoFailureOfOurs() {
        for (var code : Code.values()) {
            boolean ours =
                    switch (Statuses.of(code)) {
                        case DEADLINE_EXCEEDED, UNAVAILABLE, INTERNAL, DATA_LOSS -> true;
                        default -> false;
                    };
            assertThat(Statuses.isFailure(code)).as(code.name()).isEqualTo(ours);
        }
    }
}
