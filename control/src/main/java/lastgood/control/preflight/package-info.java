/// Pre-flight: knows, before anybody asks, where each service could go back to now, and why not elsewhere. Everything is
/// tried beside what serves: bytes are read, graphs are loaded in processes of their own.
@NullMarked
package lastgood.control.preflight;

import org.jspecify.annotations.NullMarked;
