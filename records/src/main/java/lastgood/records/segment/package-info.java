/// Segments: files of records that are only ever appended to, and of which a crash takes no more than the end.
@NullMarked
package lastgood.records.segment;

import org.jspecify.annotations.NullMarked;
