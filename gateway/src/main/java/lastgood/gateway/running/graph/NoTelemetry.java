package lastgood.gateway.running.graph;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// Switches off what ONNX Runtime 1.29 would tell its makers, before its library is loaded.
///
/// Without this it keeps a database in the home folder, writes logs into the temporary one, tries to send both away, and
/// ends the process with signal 11 where the command line is longer than about 3,700 bytes. The library asks the
/// environment of the process and nothing else, so the variable is set there.
@SuppressWarnings("restricted") // native access is what it is about
final class NoTelemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private NoTelemetry() {}

    static void ensure() {
        var linker = Linker.nativeLinker();
        var setenv =
                linker.defaultLookup()
                        .find("setenv")
                        .map(address ->
                                linker.downcallHandle(
                                        address,
                                        FunctionDescriptor.of(
                                                ValueLayout.JAVA_INT,
                                                ValueLayout.ADDRESS,
                                                ValueLayout.ADDRESS,
                                                ValueLayout.JAVA_INT)))
                        .orElseThrow(() -> new IllegalStateException("this system has no setenv"));
        try (var arena = Arena.ofConfined()) {
            int failed =
                    (int)
                            setenv.invokeExact(
                                    arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 1);
            if (failed != 0) {
                throw new IllegalStateException(VARIABLE + " could not be set");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(VARIABLE + " could not be set", e);
        }
    }
}
