package lastgood.gateway.running;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call into a release that may have to be given up.
///
/// Abandoning asks the runtime to stop, which it does between two operators, if ever. The release is held until native
/// code has really returned; what it returns then, nobody hears.
final class Call {
    private final LoadedRelease release;
    private OrtSession.@Nullable RunOptions options;
    private boolean abandoned;

    Call(LoadedRelease release) {
        this.release = release;
    }

    /// Hands `work` to the release's own threads. False: there is no room.
    boolean begin(Runnable work) {
        if (!release.hold()) {
            return false;
        }
        boolean begun = release.pool().offer(() -> run(work));
        if (!begun) {
            release.letGo();
        }
        return begun;
    }

    synchronized Optional<OrtSession.RunOptions> stop() {
        return Optional.ofNullable(options);
    }

    synchronized void abandon() {
        abandoned = true;
        if (options != null) {
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("a run cannot be told to stop", e);
            }
        }
    }

    private void run(Runnable work) {
        try {
            if (open()) {
                work.run();
            }
        } finally {
            close();
            release.letGo();
        }
    }

    /// False: it was abandoned while it waited its turn.
    private synchronized boolean open() {
        if (abandoned) {
            return false;
        }
        try {
            options = new OrtSession.RunOptions();
            return true;
        } catch (OrtException e) {
            throw new IllegalStateException("no run options", e);
        }
    }

    private synchronized void close() {
        if (options != null) {
            options.close();
            options = null;
        }
    }
}
