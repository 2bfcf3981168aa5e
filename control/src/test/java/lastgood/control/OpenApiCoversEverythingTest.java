package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The description of the REST surface and the surface itself are the same set of addresses.
class OpenApiCoversEverythingTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    @Test
    void everyAddressIsDescribedAndEveryDescribedAddressExists() {
        try (var world = new ControlWorld()) {
            var described = new TreeSet<String>();
            for (var path : world.get("/api/openapi.json").body().get("paths").properties()) {
                for (var method : path.getValue().properties()) {
                    if (METHODS.contains(method.getKey())) {
                        described.add(
                                method.getKey().toUpperCase(Locale.ROOT)
                                        + " "
                                        + shape(path.getKey()));
                    }
                }
            }
            var there = new TreeSet<String>();
            world.addresses().forEach(address -> there.add(shape(address)));

            assertThat(described).isEqualTo(there);
        }
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]+}", "{}");
    }
}
