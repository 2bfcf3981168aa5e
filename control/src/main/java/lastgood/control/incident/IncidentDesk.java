package lastgood.control.incident;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lastgood.control.errand.Errands;
import lastgood.control.guard.EvidenceDesk;
import lastgood.core.guard.Count;
import lastgood.core.incident.Incident;
import lastgood.core.incident.Incident.Replay;
import lastgood.core.incident.Incident.Suspect;
import lastgood.core.incident.Suspicion;
import lastgood.core.port.Incidents;
import lastgood.core.port.Labels;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.prediction.Arm;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes incidents: what tripped, how many answers the release gave, what looks wrong with it.
///
/// A part that cannot be found out is left out and logged: an incident never fails a rollback. What cannot be stored now
/// is tried again.
public final class IncidentDesk {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentDesk.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Incidents incidents;
    private final Releases releases;
    private final Labels labels;
    private final EvidenceDesk evidence;
    private final Workbench workbench;
    private final Function<ServiceName, Settings> settings;
    private final Errands errands;

    public IncidentDesk(
            Incidents incidents,
            Releases releases,
            Labels labels,
            EvidenceDesk evidence,
            Workbench workbench,
            Function<ServiceName, Settings> settings,
            Errands errands) {
        this.incidents = incidents;
        this.releases = releases;
        this.labels = labels;
        this.evidence = evidence;
        this.workbench = workbench;
        this.settings = settings;
        this.errands = errands;
    }

    public void open(ServiceName service, Instant at, Command.OpenIncident open) {
        var draft = Incident.opened(service, at, open);
        try {
            var incident = incidents.open(counted(draft).withSuspect(suspect(draft)));
            if (incident.replay().isEmpty()) {
                errands.now(() ->
                        replay(incident)
                                .ifPresent(r -> change(incident.number(), i -> i.withReplay(r))));
            }
        } catch (IOException e) {
            LOG.error("{}: the incident about {} waits to be stored", service, open.release(), e);
            errands.later(AGAIN, () -> open(service, at, open));
        }
    }

    /// Opens the incidents of trips that none tells of yet: a full disk, and then a crash, may have cost them.
    public void openMissing(ServiceName service, List<Trip> trips) {
        try {
            var told =
                    incidents.list().stream()
                            .filter(i -> i.service().equals(service))
                            .map(Incident::rollout)
                            .collect(Collectors.toSet());
            trips.stream()
                    .filter(trip -> !told.contains(trip.open().rollout()))
                    .forEach(trip -> open(service, trip.at(), trip.open()));
        } catch (IOException e) {
            LOG.error("{}: incidents cannot be read", service, e);
            errands.later(AGAIN, () -> openMissing(service, trips));
        }
    }

    public void close(ServiceName service, ReleaseId release, Instant at) {
        try {
            for (var incident : incidents.list()) {
                if (incident.service().equals(service)
                        && incident.release().equals(release)
                        && incident.resolvedAt().isEmpty()) {
                    change(incident.number(), i -> i.resolved(at));
                }
            }
        } catch (IOException e) {
            LOG.error("{}: incidents about {} could not be closed", service, release, e);
        }
    }

    /// Newest first, with the counts as they are now: labels go on arriving after a trip.
    public List<Incident> list() throws IOException {
        return incidents.list().stream().map(this::counted).toList();
    }

    public Optional<Incident> find(int number) throws IOException {
        return incidents.find(number).map(this::counted);
    }

    /// All three numbers are of the requests that the release was asked. A label proves an answer, also one whose count
    /// was lost in a crash.
    private Incident counted(Incident i) {
        long asked = 0;
        long answered = 0;
        var found = evidence.evidence(i.service(), i.rollout());
        for (var entry : found.traffic().entrySet()) {
            if (entry.getKey().arm() == Arm.CANDIDATE) {
                asked += entry.getValue().requests();
                answered += entry.getValue().answered();
            }
        }
        asked += found.included().requests();
        answered += found.included().answered();
        var judged = judged(i);
        long failed = Math.max(0, asked - answered);
        long known = Math.max(answered, judged.labelled());
        return i.withCounts(known + failed, judged.wrong() + failed, known - judged.labelled());
    }

    private Labels.Judged judged(Incident i) {
        try {
            return labels.judged(i.service(), i.rollout(), i.release().number());
        } catch (IOException e) {
            LOG.error("{}: labels about {} could not be read", i.service(), i.release(), e);
            return new Labels.Judged(0, 0);
        }
    }

    private Optional<Suspect> suspect(Incident i) {
        try {
            var release = releases.find(i.service(), i.release());
            if (release.isEmpty() || i.returnedTo().isEmpty()) {
                return Optional.empty();
            }
            var live = releases.find(i.service(), i.returnedTo().get());
            return Suspicion.of(
                    new Suspicion.Inputs(
                            i.release(), release.get().evidence().ranges(), seen(i, i.release())),
                    new Suspicion.Inputs(
                            i.returnedTo().get(),
                            live.map(l -> l.evidence().ranges()).orElse(List.of()),
                            seen(i, i.returnedTo().get())));
        } catch (IOException e) {
            LOG.error("{}: no suspect could be sought for {}", i.service(), i.release(), e);
            return Optional.empty();
        }
    }

    private List<Count.ColumnSeen> seen(Incident i, ReleaseId release) {
        return evidence.inputs(i.service(), i.rollout(), release);
    }

    /// Both releases answer the recorded, labelled rows of the one that went on serving.
    private Optional<Replay> replay(Incident i) {
        try {
            if (i.returnedTo().isEmpty()) {
                return Optional.empty();
            }
            var live = releases.find(i.service(), i.returnedTo().get());
            var bad = releases.find(i.service(), i.release());
            var rows = live.flatMap(l -> l.evidence().rows());
            if (live.isEmpty() || bad.isEmpty() || rows.isEmpty()) {
                return Optional.empty();
            }
            return score(i.service(), live.get(), live.get())
                    .flatMap(l ->
                            score(i.service(), bad.get(), live.get())
                                    .map(b -> new Replay(l.rows(), b.rate(), l.rate())));
        } catch (IOException e) {
            LOG.error(
                    "{}: recorded rows could not be replayed for {}", i.service(), i.release(), e);
            return Optional.empty();
        }
    }

    private Optional<Workbench.Score> score(ServiceName service, Release release, Release rowsOf) {
        var rows = rowsOf.evidence().rows().orElseThrow();
        return switch (workbench.replay(release.parts(), rows, settings.apply(service))) {
            case Outcome.Done<Workbench.Score>(var score) when score.rows() > 0 ->
                    Optional.of(score);
            case Outcome.Done<Workbench.Score> _ -> Optional.empty();
            case Outcome.Refused<Workbench.Score>(var problem) -> {
                LOG.warn("{}: {} could not be replayed: {}", service, release.id(), problem.what());
                yield Optional.empty();
            }
        };
    }

    private void change(int number, UnaryOperator<Incident> change) {
        try {
            incidents.change(number, change);
        } catch (IOException e) {
            LOG.error("INC-{} could not be brought up to date", number, e);
        }
    }
}
