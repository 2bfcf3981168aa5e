package lastgood.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoanTest {
    private final Budget budget = new Budget(100_000);
    private final Loan loan = new Loan(budget);

    @Test
    void whatIsTakenIsHeldUntilTheLastHolderLetsGo() {
        loan.take(50_000);
        loan.hold();

        loan.letGo();
        assertThat(budget.held()).isEqualTo(50_000);

        loan.letGo();
        assertThat(budget.held()).isZero();
    }

    @Test
    void whatIsGivenBackIsThereForOthers() {
        loan.take(90_000);
        loan.giveBack(60_000);

        new Loan(budget).take(60_000);

        assertThat(budget.held()).isBetween(90_000L, 100_000L);
    }

    @Test
    void whoHoldsNothingHasBorrowedNothing() {
        loan.take(1);
        assertThat(budget.held()).isGreaterThan(1);

        loan.giveBack(1);

        assertThat(budget.held()).isZero();
    }

    @Test
    void smallPiecesAreBorrowedTogether() {
        loan.take(1);
        long borrowed = budget.held();
        loan.take(100);

        assertThat(budget.held()).isEqualTo(borrowed);
    }

    @Test
    void whatDoesNotFitTakesNothingAndSaysWhetherItEverCould() {
        var other = new Loan(budget);
        other.take(60_000);
        loan.take(30_000);

        assertThatThrownBy(() -> loan.take(20_000))
                .isInstanceOfSatisfying(
                        NoRoomException.class, full -> assertThat(full.never()).isFalse());
        assertThatThrownBy(() -> loan.take(71_000))
                .isInstanceOfSatisfying(
                        NoRoomException.class, full -> assertThat(full.never()).isTrue());

        loan.letGo();
        other.letGo();
        assertThat(budget.held()).isZero();
    }
}
