package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final Audience.Match BETA = match("X-Lastgood-Try", "beta");
    private static final Audience.Match GOLD = match("x-tier", "gold", "platinum");
    private static final Audience.Match GERMAN = match("x-country", "de", "at");

    @Test
    void everybodyIsDealtWhereNothingIsSaid() {
        assertThat(caller(Audience.EVERYBODY, Map.of())).isEqualTo(Audience.Caller.DEALT);
        assertThat(caller(Audience.EVERYBODY, Map.of("x-country", "fr")))
                .isEqualTo(Audience.Caller.DEALT);
    }

    @Test
    void whoIsIncludedIsNotDealtWhateverHisSegment() {
        var audience = new Audience(Optional.of(BETA), Optional.empty(), Optional.of(GERMAN));

        assertThat(caller(audience, Map.of("x-lastgood-try", "beta")))
                .isEqualTo(Audience.Caller.INCLUDED);
        assertThat(caller(audience, Map.of("x-lastgood-try", "beta", "x-country", "fr")))
                .isEqualTo(Audience.Caller.INCLUDED);
        assertThat(caller(audience, Map.of("x-lastgood-try", "Beta", "x-country", "de")))
                .as("values are compared to the letter")
                .isEqualTo(Audience.Caller.DEALT);
    }

    @Test
    void whoIsExcludedIsSoEvenWhereHeIsIncluded() {
        var audience = new Audience(Optional.of(BETA), Optional.of(GOLD), Optional.empty());

        assertThat(caller(audience, Map.of("x-lastgood-try", "beta", "x-tier", "platinum")))
                .isEqualTo(Audience.Caller.OUTSIDE);
        assertThat(caller(audience, Map.of("x-tier", "silver"))).isEqualTo(Audience.Caller.DEALT);
    }

    @Test
    void whoIsOfAnotherSegmentOrOfNoneIsNoPartOfTheRollout() {
        var audience = new Audience(Optional.empty(), Optional.empty(), Optional.of(GERMAN));

        assertThat(caller(audience, Map.of("x-country", "at"))).isEqualTo(Audience.Caller.DEALT);
        assertThat(caller(audience, Map.of("x-country", "fr"))).isEqualTo(Audience.Caller.OUTSIDE);
        assertThat(caller(audience, Map.of())).isEqualTo(Audience.Caller.OUTSIDE);
    }

    @Test
    void itSaysWhomItMeans() {
        var audience = new Audience(Optional.of(BETA), Optional.of(GOLD), Optional.of(GERMAN));

        assertThat(audience.lines())
                .containsExactly(
                        "include x-lastgood-try: beta",
                        "exclude x-tier: gold, platinum",
                        "only x-country: de, at");
        assertThat(Audience.EVERYBODY.lines()).isEmpty();
    }

    @Test
    void aHeaderWithoutValuesIsAMistake() {
        assertThatThrownBy(() -> match("x-tier")).hasMessageContaining("matches nobody");
    }

    private static Audience.Match match(String header, String... values) {
        return new Audience.Match(header, List.of(values));
    }

    private static Audience.Caller caller(Audience audience, Map<String, String> headers) {
        return audience.caller(name -> Optional.ofNullable(headers.get(name)));
    }
}
