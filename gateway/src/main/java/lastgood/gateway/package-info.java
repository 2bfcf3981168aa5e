/// Gateway: answers requests, and goes on answering when control is away.
@NullMarked
package lastgood.gateway;

import org.jspecify.annotations.NullMarked;
