package lastgood.control.release;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import lastgood.core.port.Registry;
import lastgood.core.port.Signatures;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;
import lastgood.core.release.Release;
import lastgood.core.release.ServiceName;
import lastgood.wire.request.CopyRequest;
import lastgood.wire.request.ModelRequest;
import lastgood.wire.request.PullRequest;
import lastgood.wire.view.CopiedView;
import lastgood.wire.view.ModelView;
import lastgood.wire.view.PulledView;
import lastgood.wire.view.PushedView;

/// Releases that leave for a registry, and those that come from one.
public final class RegistryDesk {
    /// The annotation that tells where a release was pulled from. It does not travel on.
    static final String FROM = "lastgood.from";

    private static final int AT_ONCE = 4;

    private final Registry registry;
    private final Signatures signatures;
    private final Arrivals arrivals;
    private final Semaphore free = new Semaphore(AT_ONCE);

    public RegistryDesk(Registry registry, Signatures signatures, Arrivals arrivals) {
        this.registry = registry;
        this.signatures = signatures;
        this.arrivals = arrivals;
    }

    @FunctionalInterface
    private interface Work<T> {
        Outcome<T> run() throws IOException;
    }

    public Outcome<PushedView> push(Release release, String to) throws IOException {
        var ref = target(to);
        return ref.isEmpty() ? Outcome.refused(noTarget(to)) : push(release, ref.get());
    }

    public Outcome<PulledView> pull(PullRequest request, Actor by) throws IOException {
        var ref = RegistryRef.parse(request.from());
        var service = request.service().flatMap(ServiceName::parse);
        if (ref.isEmpty()) {
            return Outcome.refused(noReference(request.from()));
        }
        if (service.isEmpty() && request.service().isPresent()) {
            return Outcome.refused(
                    Problem.of(
                                    Code.INVALID_NAME,
                                    "'" + request.service().orElse("") + "' is no service's name.")
                            .because(Code.INVALID_NAME.text()));
        }
        return inTurn(() -> pull(ref.get(), service, by));
    }

    public Outcome<CopiedView> copy(CopyRequest request) throws IOException {
        var from = RegistryRef.parse(request.from());
        var to = target(request.to());
        if (from.isEmpty()) {
            return Outcome.refused(noReference(request.from()));
        }
        if (to.isEmpty()) {
            return Outcome.refused(noTarget(request.to()));
        }
        return inTurn(() ->
                registry.copy(from.get(), to.get())
                        .then(sent ->
                                Outcome.done(
                                        new CopiedView(
                                                from.get().toString(),
                                                to.get().toString(),
                                                to.get().at(sent.digest()).toString(),
                                                sent.sent(),
                                                sent.there(),
                                                sent.bytes()))));
    }

    /// Brings a model's weights into the store; a release may then be made of them.
    public Outcome<ModelView> model(ModelRequest request) throws IOException {
        var from = RegistryRef.parse(request.from());
        if (from.isEmpty()) {
            return Outcome.refused(noReference(request.from()));
        }
        return inTurn(() ->
                switch (registry.model(from.get(), request.file())) {
                    case Outcome.Refused<Blob>(var problem) -> Outcome.refused(problem);
                    case Outcome.Done<Blob>(var blob) ->
                            Outcome.done(
                                    new ModelView(
                                            from.get().toString(),
                                            blob.name(),
                                            blob.digest().toString(),
                                            blob.size()));
                });
    }

    private Outcome<PushedView> push(Release release, RegistryRef to) throws IOException {
        var vouched = signatures.of(release.id().digest());
        var parcel = outgoing(Parcel.of(release, vouched));
        return inTurn(() ->
                registry.push(parcel, to)
                        .then(sent ->
                                Outcome.done(
                                        new PushedView(
                                                release.service().text(),
                                                release.id().name(),
                                                release.id().digest().toString(),
                                                to.toString(),
                                                to.at(sent.digest()).toString(),
                                                to.modelPack().map(RegistryRef::toString),
                                                sent.sent(),
                                                sent.there(),
                                                sent.bytes(),
                                                vouched.size()))));
    }

    private Outcome<PulledView> pull(RegistryRef from, Optional<ServiceName> service, Actor by)
            throws IOException {
        return switch (registry.pull(from)) {
            case Outcome.Refused<Parcel>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<Parcel>(var parcel) -> arrivals.take(parcel, from, service, by);
        };
    }

    private static Parcel outgoing(Parcel parcel) {
        var annotations = new TreeMap<>(parcel.annotations());
        annotations.remove(FROM);
        return new Parcel(
                parcel.release(),
                parcel.manifest(),
                parcel.service(),
                parcel.label(),
                annotations,
                parcel.evidence(),
                parcel.signatures());
    }

    /// Each may hold a connection, a file and its time; so there are few.
    private <T> Outcome<T> inTurn(Work<T> work) throws IOException {
        if (!free.tryAcquire()) {
            return Outcome.refused(
                    Problem.of(Code.BUSY, AT_ONCE + " releases are on their way already.")
                            .because("each takes a part of the disk and of the network")
                            .tryThis("the same command, when one of them has arrived"));
        }
        try {
            return work.run();
        } finally {
            free.release();
        }
    }

    /// A place to push to is a tag: the digest follows from what is pushed.
    private static Optional<RegistryRef> target(String text) {
        return RegistryRef.parse(text).filter(ref -> ref.digest().isEmpty());
    }

    private static Problem noTarget(String text) {
        return Problem.of(Code.WRONG_USAGE, "'" + text + "' is no place in a registry to push to.")
                .because(List.of("a place to push to is HOST[:PORT]/NAME:TAG"))
                .tryThis("lastgood release push SERVICE r1 localhost:5000/models/SERVICE:r1");
    }

    private static Problem noReference(String text) {
        return Problem.of(Code.WRONG_USAGE, "'" + text + "' is no reference into a registry.")
                .because(List.of("a reference is " + RegistryRef.FORM));
    }
}
