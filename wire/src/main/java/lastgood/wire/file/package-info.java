/// Files: what people write by hand - YAML - and what is wrong with it, line by line.
///
/// - In: the text of a file.
/// - Out: values of core, or one problem with every complaint about the file.
///
/// The command line and the server read files by the same code: the first to know which files to send along, the second
/// because it believes nobody.
@NullMarked
package lastgood.wire.file;

import org.jspecify.annotations.NullMarked;
