/// Wire: the language spoken outside - YAML and JSON to and from core, problem details, and the client of the control plane.
@NullMarked
package lastgood.wire;

import org.jspecify.annotations.NullMarked;
