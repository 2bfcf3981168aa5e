package lastgood.control.http;

import java.io.IOException;
import java.util.List;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.wire.Json;
import lastgood.wire.request.CopyRequest;
import lastgood.wire.request.ModelRequest;
import lastgood.wire.request.PullRequest;
import lastgood.wire.request.PushRequest;
import lastgood.wire.request.SignatureRequest;

/// Releases on their way to registries and from them, and who vouches for them.
final class RegistryEndpoints {
    private static final String RELEASE = "/api/v1/services/{service}/releases/{ref}";
    private static final int SMALL_BODY = 256 << 10;

    private final Desks desks;

    RegistryEndpoints(Desks desks) {
        this.desks = desks;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.post(
                        RELEASE + "/pushes",
                        call ->
                                on(
                                        call,
                                        release ->
                                                read(
                                                        call,
                                                        PushRequest.class,
                                                        r ->
                                                                desks.registry()
                                                                        .push(release, r.to())))),
                Endpoint.post(
                        RELEASE + "/signatures",
                        call ->
                                on(
                                        call,
                                        release ->
                                                read(
                                                        call,
                                                        SignatureRequest.class,
                                                        r ->
                                                                desks.vouchers()
                                                                        .sign(
                                                                                release,
                                                                                r.envelope())))),
                Endpoint.get(
                        RELEASE + "/verification",
                        call -> on(call, release -> desks.vouchers().verify(release))),
                Endpoint.post(
                        "/api/v1/pulls",
                        call ->
                                Reply.of(
                                        read(
                                                call,
                                                PullRequest.class,
                                                r -> desks.registry().pull(r, call.by())),
                                        view -> view)),
                Endpoint.post(
                        "/api/v1/models",
                        call ->
                                Reply.of(
                                        read(
                                                call,
                                                ModelRequest.class,
                                                r -> desks.registry().model(r)),
                                        view -> view)),
                Endpoint.post(
                        "/api/v1/copies",
                        call ->
                                Reply.of(
                                        read(
                                                call,
                                                CopyRequest.class,
                                                r -> desks.registry().copy(r)),
                                        view -> view)));
    }

    @FunctionalInterface
    private interface Work<T, R> {
        Outcome<R> on(T thing) throws IOException;
    }

    private <R> Reply on(Call call, Work<Release, R> work) throws IOException {
        return switch (desks.services().named(call.path("service"))) {
            case Outcome.Refused<ServiceLoop>(var problem) -> Reply.problem(problem);
            case Outcome.Done<ServiceLoop>(var loop) ->
                    on(loop, call.path("ref"), work).about(loop.service(), loop.state());
        };
    }

    private <R> Reply on(ServiceLoop loop, String reference, Work<Release, R> work)
            throws IOException {
        return switch (desks.references().resolve(loop.service(), loop.state(), reference)) {
            case Outcome.Refused<ReleaseId>(var problem) -> Reply.problem(problem);
            case Outcome.Done<ReleaseId>(var id) -> {
                var release = desks.releases().find(loop.service(), id);
                yield release.isPresent()
                        ? Reply.of(work.on(release.get()), view -> view)
                        : Reply.problem(
                                Problem.of(
                                        Code.NO_SUCH_RELEASE,
                                        id + " is numbered but was never stored in full."));
            }
        };
    }

    private static <T, R> Outcome<R> read(Call call, Class<T> type, Work<T, R> work)
            throws IOException {
        return switch (call.body(SMALL_BODY)
                .then(bytes -> Json.read(bytes, type, Code.WRONG_USAGE))) {
            case Outcome.Refused<T>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<T>(var request) -> work.on(request);
        };
    }
}
