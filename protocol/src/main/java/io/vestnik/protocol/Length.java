package io.vestnik.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The bounds of a string's length in code points, or of a list's in items. Below: 422 `range`;
/// above: 413 `tooLong`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {
  int min() default 0;

  int max() default Integer.MAX_VALUE;
}
