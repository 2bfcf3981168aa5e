package lastgood.gateway.protocol.grpc;

import io.grpc.Status;
import lastgood.core.problem.Code;

/// A problem's code as a gRPC status. Clients and proxies act by it: `UNAVAILABLE` may be tried again, and nothing else.
final class Statuses {
    private Statuses() {}

    static Status.Code of(Code code) {
        return switch (code) {
            case BLOB_DAMAGED, VERSION_DAMAGED -> Status.Code.DATA_LOSS;
            default ->
                    switch (code.kind()) {
                        case INVALID, WRONG_MEDIA -> Status.Code.INVALID_ARGUMENT;
                        case NOT_FOUND -> Status.Code.NOT_FOUND;
                        case REFUSED -> Status.Code.FAILED_PRECONDITION;
                        case NOT_ALLOWED -> Status.Code.PERMISSION_DENIED;
                        case NOT_LOGGED_IN -> Status.Code.UNAUTHENTICATED;
                        case TOO_LARGE -> Status.Code.RESOURCE_EXHAUSTED;
                        case WRONG_METHOD -> Status.Code.UNIMPLEMENTED;
                        case TOO_LATE -> Status.Code.DEADLINE_EXCEEDED;
                        case UNAVAILABLE -> Status.Code.UNAVAILABLE;
                        case FAILED -> Status.Code.INTERNAL;
                    };
        };
    }

    /// Whether it is our failure and not the caller's.
    static boolean isFailure(Code code) {
        return switch (code.kind()) {
            case TOO_LATE, UNAVAILABLE, FAILED -> true;
            case INVALID,
                    WRONG_MEDIA,
                    NOT_FOUND,
                    REFUSED,
                    NOT_ALLOWED,
                    NOT_LOGGED_IN,
                    TOO_LARGE,
                    WRONG_METHOD ->
                    false;
        };
    }
}
