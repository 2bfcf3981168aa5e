package lastgood.gateway.protocol.grpc;

import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.protocol.Traffic;

/// gRPC's own health check, which load balancers and Kubernetes ask.
final class Health {
    private static final int SERVING = 1;
    private static final int NOT_SERVING = 2;

    private final Traffic traffic;
    private final String known;

    /// @param known the gRPC service that can be asked about; the empty name is the whole port
    Health(Traffic traffic, String known) {
        this.traffic = traffic;
        this.known = known;
    }

    void check(Call call) {
        switch (SmallRequest.of(call)) {
            case Outcome.Refused<SmallRequest>(var problem) -> call.refuse(problem);
            case Outcome.Done<SmallRequest>(var request) -> {
                var service = request.text(1);
                if (service.isEmpty() || service.equals(known)) {
                    call.answer(
                            new MessageWriter()
                                    .number(1, traffic.isEnding() ? NOT_SERVING : SERVING));
                } else {
                    call.refuse(
                            Problem.of(
                                    Code.NO_SUCH_SERVICE,
                                    "health is known of "
                                            + known
                                            + ", and of '' for the whole port"));
                }
            }
        }
    }
}
