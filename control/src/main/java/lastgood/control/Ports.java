package lastgood.control;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import lastgood.control.doctor.Checkup;
import lastgood.core.port.Aliases;
import lastgood.core.port.Components;
import lastgood.core.port.CountSource;
import lastgood.core.port.Counts;
import lastgood.core.port.Drills;
import lastgood.core.port.Drivers;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Incidents;
import lastgood.core.port.Journal;
import lastgood.core.port.Labels;
import lastgood.core.port.Notifier;
import lastgood.core.port.PredictionRecords;
import lastgood.core.port.Probe;
import lastgood.core.port.Registry;
import lastgood.core.port.Releases;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Signatures;
import lastgood.core.port.StackBook;
import lastgood.core.port.Standby;
import lastgood.core.port.Workbench;
import lastgood.core.release.ServiceName;

/// All that control needs of the other rooms.
///
/// @param signaturesRequired whether a rollout starts only with a signature that is trusted
/// @param aliases told of every change of what is live or last good
/// @param drivers of components that live in a world of their own
/// @param rows of feature tables that some of them are
/// @param checkups of what only other rooms can see: the disk, who is notified
/// @param traffic requests a second of a service now; empty: not known
public record Ports(
        Journal journal,
        Releases releases,
        Components components,
        Labels labels,
        Counts counts,
        Incidents incidents,
        RouteBoard board,
        Standby standby,
        Probe probe,
        CountSource countSource,
        Workbench workbench,
        Notifier notifier,
        Registry registry,
        Signatures signatures,
        boolean signaturesRequired,
        Aliases aliases,
        StackBook stacks,
        Drivers drivers,
        FeatureRows rows,
        Drills drills,
        PredictionRecords predictions,
        List<Checkup> checkups,
        Function<ServiceName, OptionalDouble> traffic) {}
