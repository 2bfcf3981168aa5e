/// `lastgood demo`: the whole product on real data, in three acts. Only the order of the commands is written down here;
/// every number comes from the run, and what happens is awaited, not assumed.
@NullMarked
package lastgood.cli.demo;

import org.jspecify.annotations.NullMarked;
