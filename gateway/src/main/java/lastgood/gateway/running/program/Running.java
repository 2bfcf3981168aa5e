package lastgood.gateway.running.program;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.client.Server;

/// One process of a program, from its start to its end.
///
/// @param server where it listens
record Running(Process process, Server server, Folder folder, Output output) {
    private static final int END_SECONDS = 2;

    /// What it said last, for people.
    List<String> lastWords() {
        return output.last();
    }

    /// Begins to end it: the wrapper does the rest as soon as its pipe is closed.
    void letGo() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // It has ended.
        }
    }

    /// Ends it and all it started, and removes its folder. Takes a moment.
    void end() {
        var tree = process.descendants().toList();
        letGo();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        folder.remove();
    }
}
