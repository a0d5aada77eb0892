/// What users upload: pictures, how they are read, and how they are given out (protocol §8).
@NullMarked
package io.vestnik.file;

import org.jspecify.annotations.NullMarked;
