/// Problems: refusals as values, each with a stable code, a cause and a way out.
@NullMarked
package lastgood.core.problem;

import org.jspecify.annotations.NullMarked;
