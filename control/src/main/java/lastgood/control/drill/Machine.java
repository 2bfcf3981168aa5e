package lastgood.control.drill;

import java.util.SortedMap;
import java.util.TreeMap;

/// What a drill's times were measured on.
final class Machine {
    private Machine() {}

    static SortedMap<String, String> facts() {
        var facts = new TreeMap<String, String>();
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.runtime.version"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("heapBytes", Long.toString(Runtime.getRuntime().maxMemory()));
        return facts;
    }
}
