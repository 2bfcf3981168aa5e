package lastgood.gateway.running.program;

import java.io.IOException;
import lastgood.core.problem.Outcome;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.Programs;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.graph.Runner;

/// A process that serves a model by a program, until it is killed.
public final class Host {
    private Host() {}

    public static void main(String[] args) throws IOException {
        var blobs = new MemoryBlobs();
        var parts = new Programs(blobs, args[0]).parts(2, "children");
        var program = parts.runtime().program().orElseThrow();
        var started = ServedModel.start(parts, program, blobs, new EventLoops(1));
        if (started instanceof Outcome.Refused<Runner>(var problem)) {
            throw new AssertionError(problem);
        }
        System.out.println("ready");
        System.in.read(); // nobody writes
    }
}
