/// Views: what people and programs are shown, one record a JSON document, with exactly the field names of the contract.
///
/// - In: values of core, by the `of` methods; those are pure.
/// - Out: JSON, by [lastgood.wire.Json].
///
/// A release is `rN`, or null where there is none. Lists are bare arrays.
@NullMarked
package lastgood.wire.view;

import org.jspecify.annotations.NullMarked;
