package lastgood.core.port;

import static lastgood.core.port.Samples.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(standby.prepare(release, settings(), Standby.Footing.PROVEN))
                .isEqualTo(new Outcome.Done<>(release.id()));
        assertThat(standby.isReady(release.service(), release.id())).isTrue();
        assertThat(standby.isReady(Samples.WINE, release.id())).isFalse();
    }

    @Test
    void preparingAgainIsDone() throws Exception {
        var standby = open();
        standby.prepare(fit(1), settings(), Standby.Footing.PROVEN);
        assertThat(standby.prepare(fit(1), settings(), Standby.Footing.PROVEN))
                .isEqualTo(new Outcome.Done<>(fit(1).id()));
    }

    @Test
    void aReleaseMayChangeItsFootingAndStaysReady() throws Exception {
        var standby = open();
        for (boolean proven : List.of(false, true, false)) {
            for (boolean compared : List.of(false, true, false)) {
                assertThat(
                                standby.prepare(
                                        fit(1), settings(), new Standby.Footing(proven, compared)))
                        .isEqualTo(new Outcome.Done<>(fit(1).id()));
                assertThat(standby.isReady(fit(1).service(), fit(1).id())).isTrue();
            }
        }
    }

    @Test
    void aReleaseThatCannotBeLoadedIsRefusedAndHarmsNobody() throws Exception {
        var standby = open();
        standby.prepare(fit(1), settings(), Standby.Footing.PROVEN);
        assertThat(standby.prepare(unfit(2), settings(), Standby.Footing.PROVEN))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(standby.isReady(unfit(2).service(), unfit(2).id())).isFalse();
        assertThat(standby.isReady(fit(1).service(), fit(1).id())).isTrue();
    }

    @Test
    void whatIsNotReadyTakesNothingAndWhatIsTakesSomethingOrNobodyKnows() throws Exception {
        var standby = open();
        var release = fit(1);
        assertThat(standby.capacity(release.service(), release.id())).isEmpty();
        standby.prepare(release, settings(), Standby.Footing.PROVEN);
        standby.capacity(release.service(), release.id())
                .ifPresent(perSecond -> assertThat(perSecond).isPositive());
        standby.keep(release.service(), Set.of());
        assertThat(standby.capacity(release.service(), release.id())).isEmpty();
    }

    @Test
    void whatIsNotKeptIsLetGoOf() throws Exception {
        var standby = open();
        standby.prepare(fit(1), settings(), Standby.Footing.PROVEN);
        standby.prepare(fit(2), settings(), Standby.Footing.PROVEN);
        standby.keep(Samples.WINE, Set.of());
        assertThat(standby.isReady(fit(1).service(), fit(1).id())).isTrue();
        standby.keep(fit(1).service(), Set.of(fit(2).id()));
        assertThat(standby.isReady(fit(1).service(), fit(1).id())).isFalse();
        assertThat(standby.isReady(fit(2).service(), fit(2).id())).isTrue();
        assertThat(standby.prepare(fit(1), settings(), Standby.Footing.PROVEN))
                .isInstanceOf(Outcome.Done.class);
    }
}
