package io.vestnik.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A field that asks for an id: an integer below 2^53, or its decimal digits in a string (protocol
/// §2).
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Id {
  /// The least that is taken: 0 in `min_…`, `max_…` and `after_…`.
  long min() default 1;
}
