package lastgood.drivers.sql;

import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.ComponentDriverContract;
import lastgood.core.driver.Crash;
import lastgood.core.driver.Mark;
import lastgood.core.release.Digest;

/// What every driver promises, in a database.
abstract class SqlWorldContract extends ComponentDriverContract {
    private int added;

    abstract SqlWorld world();

    @Override
    protected ComponentDriver open() {
        return driver(Faults.steps(() -> {}));
    }

    @Override
    protected ComponentDriver dyingBefore(int step) {
        return driver(Faults.steps(Crash.before(step)));
    }

    ComponentDriver driver(Faults faults) {
        return new SqlPointerDriver("table", world().access(), world().pointer(), faults);
    }

    @Override
    protected Mark add(String content) throws Exception {
        var name = "features_v" + ++added;
        world().add(name, content, added % 2 == 0);
        return done(open().find(name));
    }

    @Override
    protected void move(Mark to) throws Exception {
        world().move(to.at());
    }

    @Override
    protected String read() throws Exception {
        return world().read();
    }

    @Override
    protected void damage(Mark mark) throws Exception {
        world().run(
                        "UPDATE %s.%s SET word = 'damaged' WHERE id = 1"
                                .formatted(world().schema(), mark.at()));
    }

    @Override
    protected void damageLive() throws Exception {
        damage(done(open().snapshot()));
    }

    @Override
    protected Mark unknown() {
        return new Mark("features_v99", Digest.of(new byte[0]));
    }
}
