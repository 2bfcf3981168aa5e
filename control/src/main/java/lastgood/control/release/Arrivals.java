package lastgood.control.release;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Components;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;
import lastgood.core.release.ServiceName;
import lastgood.wire.view.CreatedView;
import lastgood.wire.view.PulledView;

/// Takes a release that came from elsewhere. It is believed as little as one that is made here: it must be the bytes its
/// digest says, its graphs must fit its schema, and it is tried on the workbench before it gets a number.
public final class Arrivals {
    private final Releases releases;
    private final Workbench workbench;
    private final ReleaseMaker maker;
    private final Vouchers vouchers;
    private final BroughtComponents brought;

    public Arrivals(
            Releases releases,
            Components components,
            Workbench workbench,
            ReleaseMaker maker,
            Vouchers vouchers,
            InstantSource clock) {
        this.releases = releases;
        this.workbench = workbench;
        this.maker = maker;
        this.vouchers = vouchers;
        brought = new BroughtComponents(components, clock);
    }

    /// @param named the service it is to be of; empty: the one it was made for
    Outcome<PulledView> take(Parcel parcel, RegistryRef from, Optional<ServiceName> named, Actor by)
            throws IOException {
        var service = named.or(parcel::service);
        if (service.isEmpty()) {
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "Nobody said of which service this is a release.")
                            .because(from + " holds the release alone, without what was said of it")
                            .tryThis("lastgood release pull " + from + " --name SERVICE"));
        }
        var objection = objection(parcel, from);
        if (objection.isPresent()) {
            return Outcome.refused(objection.get());
        }
        return switch (maker.make(
                proposal(parcel, from, service.get()), by, () -> brought.add(parcel, by))) {
            case Outcome.Refused<CreatedView>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<CreatedView>(var view) ->
                    Outcome.done(
                            new PulledView(
                                    from.toString(),
                                    view,
                                    vouchers.keep(parcel.release(), parcel.signatures())));
        };
    }

    private Optional<Problem> objection(Parcel parcel, RegistryRef from) throws IOException {
        var sealed = releases.seal(parcel.manifest());
        if (!sealed.equals(parcel.release())) {
            return Optional.of(
                    Problem.of(Code.NOT_A_RELEASE, "The release at " + from + " is not understood.")
                            .because(
                                    "its manifest is " + parcel.release(),
                                    "what this server read of it would be " + sealed,
                                    "perhaps a newer version of lastgood made it")
                            .inState("Nothing of it was taken."));
        }
        var other = brought.objection(parcel);
        return untrustedProgram(parcel, from).or(() -> other).or(() -> misfit(parcel));
    }

    /// To try a release is to run its program, and a registry is no reason to run anything.
    private Optional<Problem> untrustedProgram(Parcel parcel, RegistryRef from) throws IOException {
        var program = parcel.manifest().parts().runtime().program();
        if (program.isEmpty() || vouchers.isTrusted(parcel.release(), parcel.signatures())) {
            return Optional.empty();
        }
        return Optional.of(
                Problem.of(
                                Code.UNSIGNED,
                                "The release at "
                                        + from
                                        + " starts a program, and nobody trusted vouches for it.")
                        .because("to try it, its program would have to be run here")
                        .tryThis("have it signed, and put the signer's public key into DATA/trust")
                        .inState("Nothing of it was taken, and nothing was started."));
    }

    private Optional<Problem> misfit(Parcel parcel) {
        var parts = parcel.manifest().parts();
        if (!parts.runtime().runsGraphs()) {
            return Optional.empty(); // a server is seen to fit by its answers, when it is tried
        }
        return switch (workbench.inspect(parts.graphs())) {
            case Outcome.Refused<Workbench.Signature>(var problem) -> Optional.of(problem);
            case Outcome.Done<Workbench.Signature>(var signature) -> {
                var misfits =
                        TensorFit.misfits(parts.features(), parts.schema(), signature.schema());
                yield misfits.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Problem.of(
                                                Code.INVALID_RELEASE,
                                                "The release's schema does not describe what its graphs take and give.")
                                        .because(misfits));
            }
        };
    }

    private Proposal proposal(Parcel parcel, RegistryRef from, ServiceName service)
            throws IOException {
        var annotations = new TreeMap<>(parcel.annotations());
        annotations.put(RegistryDesk.FROM, from.toString());
        var warnings = new ArrayList<String>();
        for (var required : parcel.manifest().requires().versions().entrySet()) {
            for (var version : required.getValue()) {
                if (brought.isUnknown(parcel, required.getKey(), version)) {
                    warnings.add(
                            "it accepts "
                                    + required.getKey()
                                    + "@"
                                    + version
                                    + " as well, which is not known here");
                }
            }
        }
        return new Proposal(
                service,
                parcel.label(),
                annotations,
                parcel.manifest(),
                parcel.evidence(),
                false,
                List.copyOf(warnings));
    }
}
