/// Dialects: how callers write down what they ask, and how they want to read the answer.
///
/// - In: a body, and the schema of what is live.
/// - Out: tensors to be held against a release's schema; and a document made of the tensors that it answers with.
///
/// Nothing here knows a connection, a header of ours, or who answers.
@NullMarked
package lastgood.gateway.protocol.dialect;

import org.jspecify.annotations.NullMarked;
