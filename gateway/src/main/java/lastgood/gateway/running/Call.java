package lastgood.gateway.running;

import ai.onnxruntime.OrtSession;
import java.util.Optional;
import lastgood.gateway.memory.Loan;
import org.jspecify.annotations.Nullable;

/// One call into a release that may have to be given up.
///
/// Abandoning ends a wait at once, and asks the runtime to stop, which it does between two operators, if ever. The release is held until native
/// code has really returned, and so is what the inputs take; what it returns then, nobody hears.
final class Call {
    private final LoadedRelease release;
    private final Loan loan;
    private OrtSession.@Nullable RunOptions options;
    private @Nullable Thread waiting;
    private boolean abandoned;

    /// @param loan pays for what the work reads
    Call(LoadedRelease release, Loan loan) {
        this.release = release;
        this.loan = loan;
    }

    /// Hands `work` to the release's own threads. False: there is no room.
    boolean begin(Runnable work) {
        if (!release.hold()) {
            return false;
        }
        loan.hold();
        boolean begun = release.pool().offer(() -> run(work));
        if (!begun) {
            letGo();
        }
        return begun;
    }

    synchronized Optional<OrtSession.RunOptions> stop() {
        return Optional.ofNullable(options);
    }

    synchronized void abandon() {
        abandoned = true;
        if (waiting != null) {
            waiting.interrupt();
        }
        if (options != null) {
            release.runs().stop(options);
        }
    }

    private void run(Runnable work) {
        try {
            if (open()) {
                work.run();
            }
        } finally {
            close();
            letGo();
        }
    }

    private void letGo() {
        release.letGo();
        loan.letGo();
    }

    /// False: it was abandoned while it waited its turn.
    private synchronized boolean open() {
        if (abandoned) {
            return false;
        }
        options = release.runs().begin();
        waiting = release.waits() ? Thread.currentThread() : null;
        return true;
    }

    private synchronized void close() {
        waiting = null;
        Thread.interrupted(); // what was meant for this call does not reach the next
        if (options != null) {
            release.runs().end(options);
            options = null;
        }
    }
}
