package lastgood.gateway.running;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// The runs of one release's graphs that are under way. Each can be told to stop, which it does between two operators, if
/// ever.
final class Runs {
    private final Set<OrtSession.RunOptions> underWay =
            Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean over;

    /// What the run is given, and ended by.
    synchronized OrtSession.RunOptions begin() {
        try {
            var run = new OrtSession.RunOptions();
            if (over) {
                run.setTerminate(true);
            }
            underWay.add(run);
            return run;
        } catch (OrtException e) {
            throw new IllegalStateException("no run options", e);
        }
    }

    /// Nobody waits for its answer any more. One that has ended stays as it is.
    synchronized void stop(OrtSession.RunOptions run) {
        if (underWay.contains(run)) {
            terminate(run);
        }
    }

    synchronized void end(OrtSession.RunOptions run) {
        underWay.remove(run);
        run.close();
    }

    /// Nobody waits for any answer any more, nor for one of a run that is still to begin: whoever would give up each of them
    /// in time has ended.
    synchronized void stopAll() {
        over = true;
        underWay.forEach(Runs::terminate);
    }

    private static void terminate(OrtSession.RunOptions run) {
        try {
            run.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("a run cannot be told to stop", e);
        }
    }
}
