/// The management port: REST over Helidon, problem JSON, health and metrics. Every answer that changes something comes
/// after it is journalled.
@NullMarked
package lastgood.control.http;

import org.jspecify.annotations.NullMarked;
