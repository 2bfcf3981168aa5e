package lastgood.gateway.running;

import java.io.IOException;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Parts;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.apart.Apart;
import lastgood.gateway.running.apart.Spares;
import lastgood.gateway.running.graph.Operators;
import lastgood.gateway.running.graph.Runner;

/// Opens the graphs of one release where they are to run.
///
/// @param name for the log
record Housing(
        String name, Parts parts, Assembly assembly, Blobs blobs, Spares spares, EventLoops loops) {

    Outcome<Runner> inside() {
        return assembly.assemble(parts);
    }

    Outcome<Apart> apart() {
        return Apart.start(name, parts, blobs, spares, loops);
    }

    /// Whether it uses nothing but operators that may run inside. Reads every graph.
    boolean isHarmless() throws IOException {
        for (var graph : parts.graphs()) {
            var bytes = blobs.read(graph.digest());
            if (bytes.isEmpty() || !Operators.areHarmless(bytes.get())) {
                return false;
            }
        }
        return true;
    }
}
