package lastgood.sim.world;

import java.util.concurrent.Executor;

/// One thread's worth of errands: each begins when the one before it is done, sooner or later.
final class Teller implements Executor {
    private final World world;
    private final Life life;
    private long free;

    Teller(World world, Life life) {
        this.world = world;
        this.life = life;
    }

    @Override
    public void execute(Runnable errand) {
        long now = world.agenda().elapsed();
        free = Math.max(free, now) + world.weather().delay();
        world.agenda().after(free - now, () -> life.run(errand));
    }
}
