/// Features that are looked up in real databases, over real HTTP.
@NullMarked
package lastgood.server.lookup;

import org.jspecify.annotations.NullMarked;
