package lastgood.control.http;

import lastgood.control.guard.Watcher;
import lastgood.control.incident.IncidentDesk;
import lastgood.control.label.LabelIntake;
import lastgood.control.release.Applier;
import lastgood.control.release.References;
import lastgood.control.release.ReleaseMaker;
import lastgood.control.rollback.RollbackDesk;
import lastgood.control.rollout.RolloutDesk;
import lastgood.control.rollout.Services;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.port.Releases;

/// Everyone the endpoints turn to.
public record Desks(
        Services services,
        Releases releases,
        References references,
        ReleaseMaker releaseMaker,
        Applier applier,
        RolloutDesk rollouts,
        RollbackDesk rollbacks,
        LabelIntake labels,
        IncidentDesk incidents,
        Watcher watcher,
        StandbyKeeper standby) {}
