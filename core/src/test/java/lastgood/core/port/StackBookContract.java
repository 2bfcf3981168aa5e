package lastgood.core.port;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lastgood.core.rollout.Event;
import lastgood.core.stack.Stack;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.StackMove;
import org.junit.jupiter.api.Test;

/// What every book of stacks promises.
public abstract class StackBookContract {
    private static final StackMove MOVE =
            new StackMove(
                    1,
                    NOON,
                    ALICE,
                    "bad",
                    7,
                    List.of(
                            new StackMove.OfService(
                                    TUMOUR, new Event.Rebound(NOON, ALICE, 7, "table v2 -> v1"))),
                    List.of(
                            new StackMove.OfComponent("table", Optional.of("v2"), "v1", true),
                            new StackMove.OfComponent("limits", Optional.empty(), "v1", false)));

    private static final List<StackEntry> ALL =
            List.of(
                    new StackEntry.Declared(
                            NOON,
                            ALICE,
                            new Stack(
                                    "clinic",
                                    List.of(TUMOUR),
                                    List.of(
                                            new Stack.Member(
                                                    "table", "features", Stack.LiveVersions.ONE)),
                                    List.of("team"))),
                    new StackEntry.Adopted(NOON, ALICE, "table", "v2"),
                    new StackEntry.Begun(NOON, MOVE),
                    new StackEntry.Undone(NOON, 1, "the driver hung"),
                    new StackEntry.Switched(NOON, MOVE),
                    new StackEntry.Ended(NOON, 1));

    /// The book of this test; asked again, it is opened again over what is stored.
    protected abstract StackBook open() throws Exception;

    @Test
    void whatWasAppendedIsReadInOrder() throws Exception {
        assertThat(open().read()).isEmpty();
        var book = open();
        for (int i = 0; i < ALL.size(); i++) {
            book.append(i, ALL.get(i));
        }
        assertThat(open().read()).isEqualTo(ALL);
    }

    @Test
    void theSameEntryAgainInItsPlaceIsFineAndAnotherOneIsNot() throws Exception {
        var book = open();
        book.append(0, ALL.get(0));
        book.append(0, ALL.get(0));
        assertThatThrownBy(() -> book.append(0, ALL.get(1))).isInstanceOf(IOException.class);
        assertThat(open().read()).containsExactly(ALL.get(0));
    }

    @Test
    void nothingIsWrittenBeyondTheEnd() throws Exception {
        var book = open();
        book.append(0, ALL.get(0));
        assertThatThrownBy(() -> book.append(2, ALL.get(1))).isInstanceOf(IOException.class);
        assertThat(open().read()).hasSize(1);
    }
}
