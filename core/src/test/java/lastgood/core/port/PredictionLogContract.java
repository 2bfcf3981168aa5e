package lastgood.core.port;

import static lastgood.core.port.LoggedSamples.TUMOUR;
import static lastgood.core.port.LoggedSamples.WINE;
import static lastgood.core.port.LoggedSamples.failed;
import static lastgood.core.port.LoggedSamples.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import lastgood.core.prediction.LoggedPrediction;
import org.junit.jupiter.api.Test;

/// What everyone relies on who leaves notes in a prediction log.
public abstract class PredictionLogContract {
    /// Empty, and with room for at least fifty small notes.
    protected abstract PredictionLog log() throws Exception;

    /// All that is kept, once the log has had the time it needs.
    protected abstract List<LoggedPrediction> kept() throws Exception;

    @Test
    void whatIsNotedIsKeptAsItIsInItsOrder() throws Exception {
        var log = log();
        var noted = IntStream.range(0, 40).mapToObj(n -> said(WINE, n)).toList();

        noted.forEach(log::note);

        assertThat(kept()).isEqualTo(noted);
        assertThat(log.tallies()).containsOnlyKeys(WINE);
        assertThat(log.tallies().get(WINE)).isEqualTo(new PredictionLog.Tally(40, 0));
    }

    @Test
    void whatNobodyAnsweredIsKeptToo() throws Exception {
        log().note(failed(TUMOUR, 1));

        assertThat(kept()).containsExactly(failed(TUMOUR, 1));
    }

    @Test
    void whatCouldNotBeNotedIsCounted() throws Exception {
        var log = log();

        log.note(said(WINE, 1));
        log.dropped(WINE);
        log.dropped(TUMOUR);

        assertThat(kept()).hasSize(1);
        assertThat(log.tallies().get(WINE)).isEqualTo(new PredictionLog.Tally(2, 1));
        assertThat(log.tallies().get(TUMOUR)).isEqualTo(new PredictionLog.Tally(1, 1));
    }

    @Test
    void nothingIsLostUncounted() throws Exception {
        var log = log();
        int noted = 100_000;

        IntStream.range(0, noted).forEach(n -> log.note(said(WINE, n)));

        int kept = kept().size();
        assertThat(log.tallies().get(WINE))
                .isEqualTo(new PredictionLog.Tally(noted, noted - (long) kept));
    }
}
