package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.service.Framework;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** The method of a program that makes its framework. */
final class FrameworkMethod {

  private FrameworkMethod() {}

  /** Calls the one static method without parameters that gives a {@link Framework}. */
  static Framework call(Class<?> program) {
    ImmutableList<Method> methods =
        Arrays.stream(program.getDeclaredMethods())
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getReturnType() == Framework.class)
            .filter(method -> method.getParameterCount() == 0)
            .collect(ImmutableList.toImmutableList());
    if (methods.size() != 1) {
      throw new IllegalArgumentException(
          "%s should have one static method without parameters that returns a Framework, not %d; it"
                  .formatted(program.getName(), methods.size())
              + " would be like: static Framework framework() { return Framework.of("
              + program.getSimpleName()
              + ".class); }");
    }
    Method method = methods.get(0);
    method.setAccessible(true);
    try {
      return (Framework) method.invoke(null);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(method + " failed: " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible just before", e);
    }
  }
}
