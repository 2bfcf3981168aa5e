package lastgood.core.guard;

import lastgood.core.prediction.Arm;

/// Where something was counted: a step of the rollout, from 0, and an arm of it. The last step is the bake.
public record Place(int step, Arm arm) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        int bySteps = Integer.compare(step, other.step);
        return bySteps != 0 ? bySteps : arm.compareTo(other.arm);
    }
}
