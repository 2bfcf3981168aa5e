/// The screen: how anything looks - tables, marks, colours, errors - in 80 columns.
///
/// Data goes to standard output, talk to standard error. A mark always stands beside its word, so that neither colour
/// nor symbol carries a meaning alone.
@NullMarked
package lastgood.cli.screen;

import org.jspecify.annotations.NullMarked;
