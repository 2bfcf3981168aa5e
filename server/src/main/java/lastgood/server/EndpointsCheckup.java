package lastgood.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lastgood.control.doctor.Checkup;
import lastgood.control.doctor.Finding;
import lastgood.control.rollout.ServiceLoop;
import lastgood.gateway.running.program.EndpointBook;

/// Whether every address of the servers elsewhere is asked by every release that is loaded.
record EndpointsCheckup(Supplier<List<EndpointBook.Told>> endpoints) implements Checkup {
    private static final String ENDPOINTS = "endpoints";

    @Override
    public String name() {
        return ENDPOINTS;
    }

    @Override
    public List<Finding> general(List<ServiceLoop> services) {
        return findings(endpoints.get());
    }

    /// None where there are no endpoints.
    static List<Finding> findings(List<EndpointBook.Told> endpoints) {
        var findings = new ArrayList<Finding>();
        for (var told : endpoints) {
            for (var out : told.out()) {
                var found =
                        "%s of %s is not asked for %s: %s"
                                .formatted(
                                        told.address(), told.endpoint(), out.release(), out.why());
                var fix = "look at what serves at " + told.address();
                findings.add(
                        out.alone()
                                ? Finding.failed(
                                        ENDPOINTS, found + "; no other address is left", fix)
                                : Finding.warning(ENDPOINTS, found, fix));
            }
        }
        if (findings.isEmpty() && !endpoints.isEmpty()) {
            findings.add(
                    Finding.ok(
                            ENDPOINTS,
                            endpoints.size() == 1
                                    ? "the address is asked"
                                    : "all %d addresses are asked".formatted(endpoints.size())));
        }
        return findings;
    }
}
