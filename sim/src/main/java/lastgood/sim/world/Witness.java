package lastgood.sim.world;

import lastgood.core.prediction.Prediction;
import lastgood.core.problem.Outcome;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;
import lastgood.gateway.recording.Noted;
import lastgood.gateway.routing.Assignment;

/// Sees what a look from outside, after a step, would miss.
public interface Witness {
    void pinned(Life life, Route route);

    /// Control gave a sign of life.
    void renewed(ServiceName service);

    /// A route could not be put up, because something it needs is not loaded.
    void waits(Life life, Route route);

    void vetoStored(ServiceName service, Route.Veto veto);

    void vetoForgotten(ServiceName service, Route.Veto veto);

    void assigned(Life life, ServiceName service, Assignment<Loaded> assignment);

    /// A request that somebody counts is over.
    void noted(Life life, ServiceName service, Assignment<Loaded> assignment, Noted.Answer answer);

    /// What a candidate in shadow said was held against what live said.
    void compared(Life life, ServiceName service, Route.Watch watch);

    /// What a candidate in shadow predicted waits for a label of live's answer, which has the same nonce.
    void paired(ServiceName service, Prediction candidate);

    /// A label was given to control; `acked`: and its taking was acknowledged.
    void labelled(ServiceName service, Prediction prediction, boolean acked);

    /// A person was told that something was done, or that there was nothing to do.
    void promised(Life life, ServiceName service, State state);

    /// A person asked for the way back of a rollout that had one.
    void askedBack(Life life, ServiceName service, ReleaseId origin, Outcome<State> outcome);
}
