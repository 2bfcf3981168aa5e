/// Ten thousand switches under load, and every answer held against the release it names.
@NullMarked
package lastgood.server.soak.flip;

import org.jspecify.annotations.NullMarked;
