package lastgood.core.port;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.releaseId;
import static lastgood.core.port.Samples.settled;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lastgood.core.guard.Count;
import lastgood.core.port.Probe.Seen;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.rollout.Command;
import org.junit.jupiter.api.Test;

class ScriptedFakesTest {
    private final Release release =
            Samples.release(TUMOUR, 1, blob("model"), releaseId(1).digest());

    @Test
    void aProbeFollowsItsScriptAndThenTheBoard() {
        var board = new MemoryRouteBoard();
        var probe = ScriptedProbe.of(board);
        probe.then(new Seen.Otherwise("no answer"));
        board.pin(settled(TUMOUR, 4, releaseId(1)));
        assertThat(probe.ask(release)).isEqualTo(new Seen.Otherwise("no answer"));
        assertThat(probe.ask(release)).isEqualTo(new Seen.AsAsked(4));
        board.pin(settled(TUMOUR, 5, releaseId(2)));
        assertThat(probe.ask(release)).isInstanceOf(Seen.Otherwise.class);
        assertThat(probe.asked()).containsExactly(release, release, release);
    }

    @Test
    void aWorkbenchFindsWhatItIsTold() {
        var workbench = new ScriptedWorkbench(Samples.schema());
        assertThat(workbench.inspect(release.parts().graphs()))
                .isEqualTo(Outcome.done(new Workbench.Signature(Samples.schema(), List.of())));
        var problem = Problem.of(Code.INVALID_RELEASE, "it does not load");
        workbench.trying(Outcome.refused(problem));
        assertThat(workbench.tryOut(release.manifest(), release.evidence(), false, 1))
                .isEqualTo(Outcome.refused(problem));
        assertThat(workbench.tried()).containsExactly(release.manifest());
    }

    @Test
    void aCountSourceForgetsAtARestart() {
        var source = new MemoryCountSource();
        var count = new Count("g", 1, TUMOUR, 1, Map.of(), Map.of(), Map.of());
        source.put(count);
        assertThat(source.count(TUMOUR, 1)).hasValue(count);
        assertThat(source.count(TUMOUR, 2)).isEmpty();
        source.forget();
        assertThat(source.count(TUMOUR, 1)).isEmpty();
    }

    @Test
    void aNotifierKeepsWhatWasTold() {
        var notifier = new MemoryNotifier();
        notifier.tell(TUMOUR, NOON, Command.Notice.TRIP, "r2 tripped");
        assertThat(notifier.told())
                .containsExactly(
                        new MemoryNotifier.Told(TUMOUR, NOON, Command.Notice.TRIP, "r2 tripped"));
    }
}
