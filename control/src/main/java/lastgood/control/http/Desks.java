package lastgood.control.http;

import java.util.OptionalDouble;
import java.util.function.Function;
import lastgood.control.doctor.Doctor;
import lastgood.control.drill.DrillDesk;
import lastgood.control.guard.Watcher;
import lastgood.control.incident.IncidentDesk;
import lastgood.control.label.LabelIntake;
import lastgood.control.preflight.Preflight;
import lastgood.control.release.Applier;
import lastgood.control.release.References;
import lastgood.control.release.RegistryDesk;
import lastgood.control.release.ReleaseMaker;
import lastgood.control.release.Vouchers;
import lastgood.control.retention.RetentionDesk;
import lastgood.control.rollback.RollbackDesk;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.control.stack.StackDesk;
import lastgood.control.steering.RolloutDesk;
import lastgood.core.port.Aliases;
import lastgood.core.port.PredictionRecords;
import lastgood.core.port.Releases;
import lastgood.core.port.RouteBoard;
import lastgood.core.release.ServiceName;

/// Everyone the endpoints turn to.
///
/// @param traffic requests a second of a service now; empty: not known
public record Desks(
        Services services,
        Releases releases,
        References references,
        ReleaseMaker releaseMaker,
        RegistryDesk registry,
        Vouchers vouchers,
        Applier applier,
        RolloutDesk rollouts,
        RollbackDesk rollbacks,
        LabelIntake labels,
        IncidentDesk incidents,
        StackDesk stacks,
        Preflight preflight,
        DrillDesk drills,
        Doctor doctor,
        RetentionDesk retention,
        Watcher watcher,
        StandbyKeeper standby,
        RouteBoard board,
        Aliases aliases,
        PredictionRecords predictions,
        Function<ServiceName, OptionalDouble> traffic) {}
