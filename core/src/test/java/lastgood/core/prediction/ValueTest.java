package lastgood.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lastgood.core.prediction.Value.LongText;
import lastgood.core.prediction.Value.Real;
import lastgood.core.prediction.Value.Text;
import lastgood.core.prediction.Value.Whole;
import org.junit.jupiter.api.Test;

class ValueTest {
    private static final String LONG = "a label of forty and more letters, too long to carry";

    @Test
    void numbersCompareByValue() {
        assertSame(new Whole(1), new Real(1.0));
        assertSame(new Whole(0), new Real(-0.0));
        assertSame(new Whole(-7), new Whole(-7));
        assertSame(new Real(.5), new Real(.5));
        assertDifferent(new Whole(1), new Real(1.5));
        assertDifferent(new Whole(1), new Whole(2));
        assertDifferent(new Real(.5), new Real(.25));
    }

    @Test
    void largeNumbersCompareExactly() {
        long odd = (1L << 53) + 1; // the nearest real number is one less
        assertDifferent(new Whole(odd), new Real((double) odd));
        assertSame(new Whole(1L << 53), new Real(0x1p53));
        assertDifferent(new Whole(Long.MAX_VALUE), new Real(0x1p63));
        assertSame(new Whole(Long.MIN_VALUE), new Real(-0x1p63));
        assertDifferent(new Whole(Long.MIN_VALUE), new Real(-0x1p64));
    }

    @Test
    void whatIsNoNumberEqualsNone() {
        assertThat(new Real(Double.NaN).sameAs(new Real(Double.NaN))).isFalse();
        assertDifferent(new Real(Double.NaN), new Whole(0));
        assertDifferent(new Real(Double.POSITIVE_INFINITY), new Whole(Long.MAX_VALUE));
        assertSame(new Real(Double.POSITIVE_INFINITY), new Real(Double.POSITIVE_INFINITY));
    }

    @Test
    void aTextIsNoNumber() {
        assertDifferent(new Text("1"), new Whole(1));
        assertDifferent(new Text("1.0"), new Real(1));
        assertDifferent(LongText.of(LONG), new Whole(1));
        assertDifferent(LongText.of(LONG), new Real(1));
        assertSame(new Text("cat"), new Text("cat"));
        assertDifferent(new Text("cat"), new Text("Cat"));
    }

    @Test
    void aLongTextIsKnownByItsHash() {
        assertSame(LongText.of(LONG), new Text(LONG));
        assertSame(LongText.of(LONG), LongText.of(LONG));
        assertDifferent(LongText.of(LONG), new Text(LONG + "!"));
        assertDifferent(LongText.of(LONG), LongText.of(LONG + "!"));
    }

    @Test
    void onlyValuesOfOneTypeCanBeCompared() {
        for (var number : List.of(new Whole(1), new Real(1))) {
            for (var text : List.of(new Text("1"), LongText.of(LONG))) {
                assertThat(number.comparableWith(text)).isFalse();
                assertThat(text.comparableWith(number)).isFalse();
                assertThat(text.comparableWith(new Text("2"))).isTrue();
                assertThat(number.comparableWith(new Real(2))).isTrue();
            }
        }
    }

    @Test
    void aHashHasItsForm() {
        assertThat(LongText.of(LONG).hash()).matches("[0-9a-f]{32}");
        assertThatThrownBy(() -> new LongText("abc")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertSame(Value a, Value b) {
        assertThat(a.sameAs(b)).as("%s is %s", a, b).isTrue();
        assertThat(b.sameAs(a)).as("%s is %s", b, a).isTrue();
    }

    private static void assertDifferent(Value a, Value b) {
        assertThat(a.sameAs(b)).as("%s is not %s", a, b).isFalse();
        assertThat(b.sameAs(a)).as("%s is not %s", b, a).isFalse();
    }
}
