package lastgood.core.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    @Test
    void tenAreSavedUpAndOneMoreIsEarnedByTenRequests() {
        var budget = RetryBudget.FULL;
        for (int i = 0; i < 10; i++) {
            budget = budget.retried().orElseThrow();
        }
        assertThat(budget.retried()).isEmpty();
        for (int i = 0; i < 9; i++) {
            budget = budget.asked();
        }
        assertThat(budget.retried()).isEmpty();
        assertThat(budget.asked().retried()).isPresent();
    }

    @Test
    void inNoStretchOfRequestsAreMoreThanATenthAndTenTriedAgain() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            double eager = random.nextDouble();
            var budget = RetryBudget.FULL;
            long most = 0; // the largest of retried - asked/10 over any stretch that ends here
            for (int i = 0; i < 3_000; i++) {
                budget = budget.asked();
                most = Math.max(0, most - 1);
                while (random.nextDouble() < eager && budget.retried().isPresent()) {
                    budget = budget.retried().orElseThrow();
                    most += 10;
                }
                assertThat(most).as("seed %d", seed).isLessThanOrEqualTo(10 * 10 + 1);
            }
        }
    }
}
