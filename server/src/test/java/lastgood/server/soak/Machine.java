package lastgood.server.soak;

/// Where figures were measured.
public final class Machine {
    private Machine() {}

    public static String line() {
        return "%d cores, %s %s %s, JDK %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }
}
