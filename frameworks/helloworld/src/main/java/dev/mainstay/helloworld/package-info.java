/** The smallest service. Entry type: {@code HelloWorld}. */
@NullMarked
package dev.mainstay.helloworld;

import org.jspecify.annotations.NullMarked;
