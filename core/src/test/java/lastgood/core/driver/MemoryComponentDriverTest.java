package lastgood.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lastgood.core.port.Samples;
import lastgood.core.problem.Code;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.Test;

class MemoryComponentDriverTest extends ComponentDriverContract {
    private final MemoryComponentDriver.World world = new MemoryComponentDriver.World();
    private int added;

    @Override
    protected ComponentDriver open() {
        return new MemoryComponentDriver("table", world);
    }

    @Override
    protected ComponentDriver dyingBefore(int step) {
        return new MemoryComponentDriver("table", Way.POINTER, world, Crash.before(step));
    }

    @Override
    protected Mark add(String content) {
        return world.put("v" + ++added, content);
    }

    @Override
    protected void move(Mark to) {
        world.move(to.at());
    }

    @Override
    protected String read() {
        return world.read();
    }

    @Override
    protected void damage(Mark mark) {
        world.put(mark.at(), "damaged");
    }

    @Override
    protected void damageLive() {
        world.put(world.live().orElseThrow(), "damaged");
    }

    @Override
    protected void breakDown() {
        world.breakDown(
                Refusals.failed("The memory is gone.", List.of("a test took it")).tryThis("true"));
    }

    @Override
    protected Mark unknown() {
        return new Mark("v99", Digest.of(Samples.bytes("one")));
    }

    @Test
    void whatGoesForwardOnlyIsNeitherPlannedNorMoved() {
        var first = add("one");
        move(add("two"));
        var driver = new MemoryComponentDriver("table", Way.FORWARD_ONLY, world, () -> {});
        assertThat(refused(driver.plan(first)).code()).isEqualTo(Code.FORWARD_ONLY);
        assertThat(unchanged(driver.restore(first, new MoveKey("k"))).code())
                .isEqualTo(Code.FORWARD_ONLY);
        assertThat(read()).isEqualTo("two");
    }
}
