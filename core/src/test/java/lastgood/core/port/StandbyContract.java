package lastgood.core.port;

import static lastgood.core.port.Samples.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import org.junit.jupiter.api.Test;

/// What every standby promises.
public abstract class StandbyContract {
    /// The standby of this test.
    protected abstract Standby open() throws Exception;

    /// A release of one and the same service that can be loaded.
    protected abstract Release fit(int number) throws Exception;

    /// A release of that service that cannot.
    protected abstract Release unfit(int number) throws Exception;

    @Test
    void aPreparedReleaseIsReady() throws Exception {
        var standby = open();
        var release = fit(1);
        assertThat(standby.isReady(release.service(), release.id())).isFalse();
        assertThat(standby.prepare(release, settings()))
                .isEqualTo(new Outcome.Done<>(release.id()));
        assertThat(standby.isReady(release.service(), release.id())).isTrue();
        assertThat(standby.isReady(Samples.WINE, release.id())).isFalse();
    }

    @Test
    void preparingAgainIsDone() throws Exception {
        var standby = open();
        standby.prepare(fit(1), settings());
        assertThat(standby.prepare(fit(1), settings())).isEqualTo(new Outcome.Done<>(fit(1).id()));
    }

    @Test
    void aReleaseThatCannotBeLoadedIsRefusedAndHarmsNobody() throws Exception {
        var standby = open();
        standby.prepare(fit(1), settings());
        assertThat(standby.prepare(unfit(2), settings())).isInstanceOf(Outcome.Refused.class);
        assertThat(standby.isReady(unfit(2).service(), unfit(2).id())).isFalse();
        assertThat(standby.isReady(fit(1).service(), fit(1).id())).isTrue();
    }

    @Test
    void whatIsNotKeptIsLetGoOf() throws Exception {
        var standby = open();
        standby.prepare(fit(1), settings());
        standby.prepare(fit(2), settings());
        standby.keep(Samples.WINE, Set.of());
        assertThat(standby.isReady(fit(1).service(), fit(1).id())).isTrue();
        standby.keep(fit(1).service(), Set.of(fit(2).id()));
        assertThat(standby.isReady(fit(1).service(), fit(1).id())).isFalse();
        assertThat(standby.isReady(fit(2).service(), fit(2).id())).isTrue();
        assertThat(standby.prepare(fit(1), settings())).isInstanceOf(Outcome.Done.class);
    }
}
