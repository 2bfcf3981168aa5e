package lastgood.gateway.running.apart;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.running.Assembly;
import lastgood.gateway.running.graph.Graph;
import lastgood.gateway.running.graph.Runner;

/// The process of a runner: loads one release and answers what its gateway asks, on a thread for each connection.
///
/// It is started before it is known for which release. It ends when its gateway does: the gateway holds its standard input
/// open.
public final class RunnerMain {
    /// The name of the threads that answer.
    static final String ANSWERS = "answer";

    private static final int ORPHANED = 3;
    private static final int BROKEN = 4;

    private RunnerMain() {}

    public static void main(String[] args) throws IOException {
        // Nothing that anybody prints may come between our own words.
        var in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        String _ = Graph.runtimeVersion(); // the library is there before it is needed
        try {
            out.writeByte(Spares.STARTED);
            out.flush();
            var load = Post.load(in);
            Bounds.memory(load.memory());
            serve(load, new Post.Given(Post.files(in)), in, out);
        } catch (IOException _) {
            Runtime.getRuntime().halt(ORPHANED);
        }
    }

    private static void serve(
            Post.Load load, Post.Given files, DataInputStream in, DataOutputStream out)
            throws IOException {
        switch (assembled(load, files)) {
            case Outcome.Refused<Runner>(var problem) ->
                    Post.loaded(new Post.Loaded.Refused(problem), out);
            case Outcome.Done<Runner>(var runner) -> {
                var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                socket.bind(UnixDomainSocketAddress.of(Path.of(load.socket())));
                Thread.ofPlatform()
                        .name("accept")
                        .start(() -> accept(socket, new Clerk(runner, load.answer())));
                Post.loaded(new Post.Loaded.Ready(runner.inputs()), out);
            }
        }
        while (in.read() >= 0) {
            // the gateway says nothing more while it lives
        }
        Runtime.getRuntime().halt(0);
    }

    private static Outcome<Runner> assembled(Post.Load load, Post.Given files) {
        try {
            return Assembly.ofGraphs(files).assemble(load.parts());
        } catch (RuntimeException | OutOfMemoryError e) {
            return Outcome.refused(
                    Problem.of(Code.INVALID_RELEASE, "its graphs cannot be opened")
                            .because(e.toString()));
        }
    }

    private static void accept(ServerSocketChannel socket, Clerk clerk) {
        try {
            while (true) {
                var connection = socket.accept();
                Thread.ofPlatform().name(ANSWERS).start(() -> clerk.serve(connection));
            }
        } catch (IOException | RuntimeException | OutOfMemoryError _) {
            Runtime.getRuntime().halt(BROKEN); // nobody could ask any more: better started again
        }
    }
}
