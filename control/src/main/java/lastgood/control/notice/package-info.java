/// Telling people: webhook and the feed of events.
@NullMarked
package lastgood.control.notice;

import org.jspecify.annotations.NullMarked;
