package lastgood.control.doctor;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.release.ServiceName;
import lastgood.wire.view.DoctorView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has everybody look at their part, and says what came of it. Nothing is changed.
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    private final Services services;
    private final List<Checkup> checkups;
    private final InstantSource clock;

    public Doctor(Services services, List<Checkup> checkups, InstantSource clock) {
        this.services = services;
        this.checkups = List.copyOf(checkups);
        this.clock = clock;
    }

    /// The server and every service, by what is known.
    public DoctorView all() {
        var findings = general();
        for (var loop : services.all()) {
            findings.addAll(of(loop, false));
        }
        return DoctorView.of(clock.instant(), findings);
    }

    /// The server and one service, each thing looked at now.
    public DoctorView of(ServiceLoop loop) {
        var findings = general();
        findings.addAll(of(loop, true));
        return DoctorView.of(clock.instant(), findings);
    }

    private List<DoctorView.Finding> general() {
        var all = services.all();
        var findings = new ArrayList<DoctorView.Finding>();
        for (var checkup : checkups) {
            look(checkup, () -> checkup.general(all)).stream()
                    .map(f -> view(f, Optional.empty()))
                    .forEach(findings::add);
        }
        return findings;
    }

    private List<DoctorView.Finding> of(ServiceLoop loop, boolean thorough) {
        var findings = new ArrayList<DoctorView.Finding>();
        for (var checkup : checkups) {
            look(checkup, () -> checkup.of(loop, thorough)).stream()
                    .map(f -> view(f, Optional.of(loop.service())))
                    .forEach(findings::add);
        }
        return findings;
    }

    @FunctionalInterface
    private interface Look {
        List<Finding> findings() throws IOException;
    }

    /// What could not be looked at is no success.
    private static List<Finding> look(Checkup checkup, Look look) {
        try {
            return look.findings();
        } catch (IOException | RuntimeException e) {
            LOG.error("{} could not be looked at", checkup.name(), e);
            return List.of(
                    Finding.failed(
                            checkup.name(),
                            "it could not be looked at: " + e.getMessage(),
                            "look at the server's log"));
        }
    }

    private static DoctorView.Finding view(Finding finding, Optional<ServiceName> service) {
        var name = service.map(ServiceName::text);
        return new DoctorView.Finding(
                finding.check(),
                name,
                finding.grade().name().toLowerCase(Locale.ROOT),
                finding.found(),
                finding.fix().map(f -> name.map(n -> f.replace("SERVICE", n)).orElse(f)));
    }
}
