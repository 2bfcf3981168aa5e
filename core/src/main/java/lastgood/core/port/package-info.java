/// Ports: the doors between the rooms. What is promised here is tested by one contract suite per port.
@NullMarked
package lastgood.core.port;

import org.jspecify.annotations.NullMarked;
