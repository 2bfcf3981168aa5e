package lastgood.core.stack;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the entries about stacks add up to.
class StacksTest {
    private static final StackMove MOVE =
            new StackMove(
                    1,
                    NOON,
                    ALICE,
                    "bad",
                    5,
                    List.of(),
                    List.of(new StackMove.OfComponent("table", Optional.of("v2"), "v1", true)));

    private final Stacks declared =
            Stacks.NONE
                    .after(stack(Stack.LiveVersions.ONE))
                    .after(new StackEntry.Adopted(NOON, ALICE, "table", "v2"));

    @Test
    void aComponentOfAStackHasOneLiveVersionOnceItWasAdopted() {
        assertThat(Stacks.NONE.after(stack(Stack.LiveVersions.ONE)).live()).isEmpty();
        assertThat(declared.exclusive()).containsExactly("table");
        assertThat(declared.live()).isEqualTo(Map.of("table", "v2"));
    }

    @Test
    void aMoveThatHasOnlyBegunChangesNoVersion() {
        var begun = declared.after(new StackEntry.Begun(NOON, MOVE));
        assertThat(begun.live()).isEqualTo(Map.of("table", "v2"));
        assertThat(begun.open()).hasValue(new Stacks.Open(MOVE, false));
        var undone = begun.after(new StackEntry.Undone(NOON, 1, "the driver hung"));
        assertThat(undone.live()).isEqualTo(Map.of("table", "v2"));
        assertThat(undone.open()).isEmpty();
        assertThat(undone.moves()).as("its number is spent").isEqualTo(1);
    }

    @Test
    void aMoveHappensWhenItIsSwitchedAndStaysOpenUntilItEnded() {
        var switched = declared.after(new StackEntry.Switched(NOON, MOVE));
        assertThat(switched.live()).isEqualTo(Map.of("table", "v1"));
        assertThat(switched.open()).hasValue(new Stacks.Open(MOVE, true));
        assertThat(switched.after(new StackEntry.Ended(NOON, 1)).open()).isEmpty();
    }

    @Test
    void aComponentThatIsReadInManyVersionsAgainHasNoLiveVersionAnyMore() {
        assertThat(declared.after(stack(Stack.LiveVersions.MANY)).live()).isEmpty();
    }

    private static StackEntry stack(Stack.LiveVersions versions) {
        var member = new Stack.Member("table", "features", versions);
        var stack = new Stack("clinic", List.of(TUMOUR), List.of(member), List.of());
        return new StackEntry.Declared(NOON, ALICE, stack);
    }
}
