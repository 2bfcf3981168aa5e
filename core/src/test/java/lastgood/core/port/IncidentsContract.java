package lastgood.core.port;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.releaseId;
import static lastgood.core.port.Samples.tripped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.incident.Incident;
import lastgood.core.release.PartName;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

/// What every keeper of incidents promises.
public abstract class IncidentsContract {
    /// The incidents of this test; asked again, they are opened again over what is stored.
    protected abstract Incidents open() throws Exception;

    @Test
    void incidentsAreNumberedFromOneInTheOrderInWhichTheyOpen() throws Exception {
        var incidents = open();
        assertThat(incidents.open(draft(TUMOUR, 1)).number()).isEqualTo(1);
        assertThat(incidents.open(draft(WINE, 1)).number()).isEqualTo(2);
        assertThat(open().open(draft(TUMOUR, 2)).number()).isEqualTo(3);
        assertThat(open().list()).extracting(Incident::number).containsExactly(3, 2, 1);
    }

    @Test
    void anIncidentIsFoundWithAllThatWasSaid() throws Exception {
        var opened = open().open(draft(TUMOUR, 1));
        assertThat(opened).isEqualTo(draft(TUMOUR, 1).withNumber(1));
        assertThat(open().find(1)).hasValue(opened);
        assertThat(open().find(2)).isEmpty();
    }

    @Test
    void aRolloutHasOneIncident() throws Exception {
        var incidents = open();
        var first = incidents.open(draft(TUMOUR, 1));
        var again = incidents.open(told(draft(TUMOUR, 1)));
        assertThat(again).isEqualTo(first);
        assertThat(open().list()).containsExactly(first);
    }

    @Test
    void anIncidentIsToldOn() throws Exception {
        var incidents = open();
        var first = incidents.open(draft(TUMOUR, 1));
        var other = incidents.open(draft(WINE, 1));
        incidents.change(first.number(), IncidentsContract::told);
        assertThat(open().find(1)).hasValue(told(first));
        assertThat(open().list()).containsExactly(other, told(first));
    }

    @Test
    void anUnknownIncidentIsLeftAlone() throws Exception {
        var first = open().open(draft(TUMOUR, 1));
        open().change(7, IncidentsContract::told);
        assertThat(open().list()).containsExactly(first);
    }

    private static Incident draft(ServiceName service, int rollout) {
        return new Incident(
                0,
                service,
                rollout,
                releaseId(2),
                Optional.of(releaseId(1)),
                NOON,
                Optional.empty(),
                List.of(tripped()),
                120,
                17,
                60,
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private static Incident told(Incident i) {
        return i.resolved(NOON.plusNanos(1))
                .withCounts(i.answers() + 1, i.wrong(), i.unlabelled())
                .withSuspect(
                        Optional.of(
                                new Incident.Suspect(PartName.FEATURES, "'mean radius' is × 10")))
                .withReplay(new Incident.Replay(284, .372, .968));
    }
}
