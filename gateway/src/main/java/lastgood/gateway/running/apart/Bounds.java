package lastgood.gateway.running.apart;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the system holds this process to from now on, where it can: so much memory, and to be the first that ends where
/// memory is short.
final class Bounds {
    private static final int RLIMIT_DATA = 2;
    private static final Path OOM = Path.of("/proc/self/oom_score_adj");
    private static final String FIRST = "1000";

    private Bounds() {}

    /// Asking for more memory than that fails then, and it is up to the runtime what it makes of it. Where the system does
    /// not know the limit (it is Linux's), the parent's look at the process is the only one.
    @SuppressWarnings("restricted")
    static void memory(long bytes) {
        try (var arena = Arena.ofConfined()) {
            var linker = Linker.nativeLinker();
            var setrlimit = linker.defaultLookup().find("setrlimit");
            if (setrlimit.isEmpty() || !Files.exists(OOM)) {
                return;
            }
            var call =
                    linker.downcallHandle(
                            setrlimit.get(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS));
            var limit = arena.allocate(ValueLayout.JAVA_LONG, 2);
            limit.setAtIndex(ValueLayout.JAVA_LONG, 0, bytes);
            limit.setAtIndex(ValueLayout.JAVA_LONG, 1, bytes);
            int _ = (int) call.invokeExact(RLIMIT_DATA, limit);
            Files.writeString(OOM, FIRST);
        } catch (IOException _) {
            // it is not asked to end first then
        } catch (Throwable e) {
            throw new IllegalStateException("memory cannot be bounded", e);
        }
    }
}
