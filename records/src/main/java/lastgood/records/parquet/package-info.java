/// The folder of Parquet files: which there are, what they hold by their names, and which are old enough to go.
@NullMarked
package lastgood.records.parquet;

import org.jspecify.annotations.NullMarked;
